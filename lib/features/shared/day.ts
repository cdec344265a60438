import "server-only";

/** The calendar day in the city's time zone, YYYY-MM-DD. */
export function dayIn(timeZone: string, now: Date): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" }).format(now);
}

/** Midnight at the start of a day, as cities mean "to the 1st of May"; UTC+8 is China's only zone, without summer time. */
export function startOfDay(day: string): string {
  return new Date(`${day}T00:00:00+08:00`).toISOString();
}
