import "server-only";

// Making a format takes longer than using it a hundred times.
const formats = new Map<string, Intl.DateTimeFormat>();

/** The calendar day in the city's time zone, YYYY-MM-DD. */
export function dayIn(timeZone: string, now: Date): string {
  const format = formats.get(timeZone) ?? new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" });
  formats.set(timeZone, format);
  return format.format(now);
}

/** Midnight at the start of a day, as cities mean "to the 1st of May"; UTC+8 is China's only zone, without summer time. */
export function startOfDay(day: string): string {
  return new Date(`${day}T00:00:00+08:00`).toISOString();
}
