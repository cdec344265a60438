import { addWorkingMs, minutesOfDay, type WorkingCalendar, workingMsBetween } from "./calendar";

/** Units of the standards: emergency time runs round the clock, working time follows the calendar. */
export const limitUnits = [
  "minute",
  "emergency-hour",
  "emergency-day",
  "working-hour",
  "working-day",
] as const;
export type LimitUnit = (typeof limitUnits)[number];
export type Limit = { value: number; unit: LimitUnit };

const minuteMs = 60_000;

export function isWorkingUnit(unit: LimitUnit): boolean {
  return unit === "working-hour" || unit === "working-day";
}

/** A working day is the day's working hours (eight by default), not 24 hours. */
export function limitMs({ value, unit }: Limit, calendar: WorkingCalendar): number {
  switch (unit) {
    case "minute":
      return value * minuteMs;
    case "emergency-hour":
    case "working-hour":
      return value * 60 * minuteMs;
    case "emergency-day":
      return value * 24 * 60 * minuteMs;
    case "working-day":
      return value * minutesOfDay(calendar) * minuteMs;
    default: {
      const never: never = unit;
      return never;
    }
  }
}

function advance(from: number, ms: number, unit: LimitUnit, calendar: WorkingCalendar): number {
  return isWorkingUnit(unit) ? addWorkingMs(from, ms, calendar) : from + ms;
}

/** Time of a limit's own kind between two moments: working time, or all of it. */
export function elapsed(from: number, to: number, unit: LimitUnit, calendar: WorkingCalendar): number {
  return isWorkingUnit(unit) ? workingMsBetween(from, to, calendar) : to - from;
}

/** When a limit that starts now runs out. */
export function dueAt(start: Date, limit: Limit, calendar: WorkingCalendar): Date {
  return new Date(advance(start.getTime(), limitMs(limit, calendar), limit.unit, calendar));
}

/** What happened to a clock. Times are ISO strings; the calendar is named by its edition. */
export type ClockFact =
  | { kind: "started"; at: string; limit: Limit; calendarVersion: number }
  | { kind: "paused"; at: string; calendarVersion?: undefined }
  | { kind: "resumed"; at: string; calendarVersion?: undefined }
  | { kind: "extended"; at: string; limit: Limit; calendarVersion: number }
  | { kind: "stopped"; at: string; calendarVersion?: undefined }
  | { kind: "reopened"; at: string; calendarVersion?: undefined };

export type ClockState = {
  dueAt: Date;
  pausedAt: Date | null;
  stoppedAt: Date | null;
};

/**
 * The clock as its facts make it. A pause moves the deadline by the working time that was left; rework
 * and reopening run the same clock on, so their deadline stays (返工不重计时). An extension adds its
 * limit to the old deadline. Throws when the facts do not begin with `started`.
 */
export function recomputeClock(
  facts: readonly ClockFact[],
  calendarOf: (version: number) => WorkingCalendar,
): ClockState {
  const [first] = facts;
  if (first?.kind !== "started") throw new Error("a clock begins with its start");
  const calendar = calendarOf(first.calendarVersion);
  const { unit } = first.limit;
  let due = dueAt(new Date(first.at), first.limit, calendar).getTime();
  let pausedAt: number | null = null;
  let stoppedAt: number | null = null;
  for (const fact of facts.slice(1)) {
    const at = Date.parse(fact.at);
    switch (fact.kind) {
      case "started":
        throw new Error("a clock starts once");
      case "paused":
        pausedAt ??= at;
        break;
      case "resumed":
        if (pausedAt !== null) {
          const left = Math.max(0, elapsed(pausedAt, due, unit, calendar));
          due = pausedAt > due ? due : advance(at, left, unit, calendar);
        }
        pausedAt = null;
        break;
      case "extended": {
        const own = calendarOf(fact.calendarVersion);
        due = advance(due, limitMs(fact.limit, own), fact.limit.unit, own);
        break;
      }
      case "stopped":
        stoppedAt = at;
        break;
      case "reopened":
        stoppedAt = null;
        break;
      default: {
        const never: never = fact;
        return never;
      }
    }
  }
  return {
    dueAt: new Date(due),
    pausedAt: pausedAt === null ? null : new Date(pausedAt),
    stoppedAt: stoppedAt === null ? null : new Date(stoppedAt),
  };
}
