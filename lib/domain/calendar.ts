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

/** The instant at which local clocks show this wall time; the first one where clocks go back, the next one where they skip. */
function instantOf(timeZone: string, wall: number): number {
  const guess = wall - offsetMs(timeZone, wall);
  const early = wall - offsetMs(timeZone, guess - 3 * 3_600_000);
  if (early + offsetMs(timeZone, early) === wall) return early;
  const late = wall - offsetMs(timeZone, guess + 3 * 3_600_000);
  return late + offsetMs(timeZone, late) === wall ? late : Math.max(early, late);
}

const dayName = (wallDay: number): string => new Date(wallDay).toISOString().slice(0, 10);

/** A day as YYYY-MM-DD. */
export function isWorkingDay(calendar: WorkingCalendar, day: string): boolean {
  const exception = calendar.days[day];
  if (exception) return exception === "working";
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday >= 1 && weekday <= 5;
}

/** Working minutes of one working day: what a limit of one working day means. */
export function minutesOfDay(calendar: WorkingCalendar): number {
  return calendar.workingMinutes.reduce((sum, { start, end }) => sum + end - start, 0);
}

/** A calendar that holds no working time for years would never end a clock. */
const horizonDays = 3660;

/** The working spans from an instant on, in order, as instants. */
function* spansFrom(calendar: WorkingCalendar, from: number): Generator<[start: number, end: number]> {
  const { timeZone, workingMinutes } = calendar;
  const wall = from + offsetMs(timeZone, from);
  const firstDay = Math.floor(wall / dayMs) * dayMs;
  for (let index = 0; index < horizonDays; index++) {
    const day = firstDay + index * dayMs;
    if (!isWorkingDay(calendar, dayName(day))) continue;
    for (const { start, end } of workingMinutes) {
      const began = instantOf(timeZone, day + start * minuteMs);
      const ended = instantOf(timeZone, day + end * minuteMs);
      if (ended > from) yield [Math.max(began, from), ended];
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
  for (const [start, end] of spansFrom(calendar, from)) {
    if (end - start >= left) return start + left;
    left -= end - start;
  }
  throw new Error(`no working time within ${horizonDays} days`);
}

/** Working milliseconds between two instants; negative when the second is the earlier one. */
export function workingMsBetween(from: number, to: number, calendar: WorkingCalendar): number {
  if (to < from) return -workingMsBetween(to, from, calendar);
  let sum = 0;
  for (const [start, end] of spansFrom(calendar, from)) {
    if (start >= to) break;
    sum += Math.min(end, to) - start;
  }
  return sum;
}

export function workingMinutesBetween(from: Date, to: Date, calendar: WorkingCalendar): number {
  return workingMsBetween(from.getTime(), to.getTime(), calendar) / minuteMs;
}
