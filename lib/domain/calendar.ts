/** Working hours and days of a city, with its holidays and swapped workdays. Pure: every moment is given. */
export type WorkingCalendar = {
  version: number;
  /** IANA name; cities of China: Asia/Shanghai. */
  timeZone: string;
  /** Minutes from local midnight, ascending and disjoint; 08:00–12:00 and 14:00–18:00 make eight hours. */
  workingMinutes: readonly { start: number; end: number }[];
  /** YYYY-MM-DD → what the day is, where it differs from Monday to Friday. */
  days: Readonly<Record<string, "working" | "holiday">>;
  /** Days after this one are forecasts. */
  publishedThrough: string;
};

const minuteMs = 60_000;
const dayMs = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** Milliseconds by which local wall time is ahead of UTC at an instant. */
function offsetMs(timeZone: string, instant: number): number {
  // China has one zone and no summer time: worth not asking Intl a thousand times a second.
  if (timeZone === "Asia/Shanghai" && instant > 700_000_000_000) return 8 * 60 * minuteMs;
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
    formats.set(timeZone, format);
  }
  const parts = Object.fromEntries(
    format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instant / 1000) * 1000;
}

/**
 * The first instant at which local clocks have reached this wall time: the first of two where clocks go
 * back, the jump itself where they skip. It never runs backwards, so that spans stay in order.
 */
function instantOf(timeZone: string, wall: number): number {
  // Offsets lie between UTC-12 and UTC+14, and no zone changes twice in two days.
  let before = wall - 15 * 3_600_000;
  let after = wall + 13 * 3_600_000;
  const offsetBefore = offsetMs(timeZone, before);
  const offsetAfter = offsetMs(timeZone, after);
  if (offsetBefore === offsetAfter) return wall - offsetBefore;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (offsetMs(timeZone, middle) === offsetBefore) before = middle;
    else after = middle;
  }
  return wall - offsetBefore < after ? wall - offsetBefore : Math.max(after, wall - offsetAfter);
}

const dayName = (wallDay: number): string => new Date(wallDay).toISOString().slice(0, 10);

/** A day as YYYY-MM-DD. */
export function isWorkingDay(calendar: WorkingCalendar, day: string): boolean {
  const exception = calendar.days[day];
  if (exception) return exception === "working";
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday >= 1 && weekday <= 5;
}

/** The days after the last published one are forecasts: fixed dates and the lunar calendar, without swapped days. */
export function isForecastDay(calendar: WorkingCalendar, day: string): boolean {
  return day > calendar.publishedThrough;
}

/** The calendar day on the city's clocks, YYYY-MM-DD. */
export function localDay(calendar: Pick<WorkingCalendar, "timeZone">, instant: Date): string {
  return dayName(instant.getTime() + offsetMs(calendar.timeZone, instant.getTime()));
}

/** Working minutes of one working day: what a limit of one working day means. */
export function minutesOfDay(calendar: WorkingCalendar): number {
  return calendar.workingMinutes.reduce((sum, { start, end }) => sum + end - start, 0);
}

/** A calendar that holds no working time for years would never end a clock. */
const horizonDays = 3660;

/** The working spans from an instant on, in order, as instants; `days` of them are looked at. */
function* spansFrom(
  calendar: WorkingCalendar,
  from: number,
  days: number,
): Generator<[start: number, end: number]> {
  const { timeZone, workingMinutes } = calendar;
  const wall = from + offsetMs(timeZone, from);
  // From the day before, as clocks that go back at midnight bring the old day back for an hour.
  const firstDay = Math.floor(wall / dayMs) * dayMs - dayMs;
  for (let index = 0; index < days; index++) {
    const day = firstDay + index * dayMs;
    if (!isWorkingDay(calendar, dayName(day))) continue;
    for (const { start, end } of workingMinutes) {
      const ended = instantOf(timeZone, day + end * minuteMs);
      if (ended <= from) continue;
      const began = Math.max(from, instantOf(timeZone, day + start * minuteMs));
      if (began < ended) yield [began, ended];
    }
  }
}

/** The moment at which this much working time has passed; zero minutes outside working time stay where they are. */
export function addWorkingMinutes(from: Date, minutes: number, calendar: WorkingCalendar): Date {
  return new Date(addWorkingMs(from.getTime(), minutes * minuteMs, calendar));
}

export function addWorkingMs(from: number, ms: number, calendar: WorkingCalendar): number {
  if (ms <= 0) return from;
  let left = ms;
  for (const [start, end] of spansFrom(calendar, from, horizonDays)) {
    if (end - start >= left) return start + left;
    left -= end - start;
  }
  throw new Error(`no working time within ${horizonDays} days`);
}

/** Working milliseconds between two instants; negative when the second is the earlier one. */
export function workingMsBetween(from: number, to: number, calendar: WorkingCalendar): number {
  if (to < from) return -workingMsBetween(to, from, calendar);
  let sum = 0;
  const days = Math.ceil((to - from) / dayMs) + 3;
  for (const [start, end] of spansFrom(calendar, from, days)) {
    if (start >= to) break;
    sum += Math.min(end, to) - start;
  }
  return sum;
}

export function workingMinutesBetween(from: Date, to: Date, calendar: WorkingCalendar): number {
  return workingMsBetween(from.getTime(), to.getTime(), calendar) / minuteMs;
}
