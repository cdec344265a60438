import type { WorkingCalendar } from "./calendar";
import { type ClockFact, elapsed, recomputeClock } from "./deadline";
import { pausesOf } from "./explain-deadline";

/** What a clock shows at a moment, in time of its own kind: working time, or all of it. */
export type ClockReading = {
  state: "running" | "paused" | "stopped";
  dueAt: Date;
  /** Used so far; pauses left out, an inspection that ended in rework counted (the same clock ran on). */
  elapsedMinutes: number;
  /** Left until the deadline; 0 once it has passed. */
  remainingMinutes: number;
  /** Past the deadline; does not grow while the clock is paused or stopped. */
  overdueMinutes: number;
};

const minuteMs = 60_000;

/**
 * Reads a clock from its facts. Without extension, elapsed + remaining is the limit in time, and
 * elapsed - overdue is the limit when late. Facts after `now` are not looked at.
 */
export function readClock(
  facts: readonly ClockFact[],
  calendarOf: (version: number) => WorkingCalendar,
  now: Date,
): ClockReading {
  const [first] = facts;
  if (first?.kind !== "started") throw new Error("a clock begins with its start");
  const known = facts.filter((fact, index) => index === 0 || Date.parse(fact.at) <= now.getTime());
  const { dueAt, pausedAt, stoppedAt } = recomputeClock(known, calendarOf);
  const calendar = calendarOf(first.calendarVersion);
  const begin = Date.parse(first.at);
  const end = Math.max(begin, Math.min(now.getTime(), stoppedAt?.getTime() ?? Number.POSITIVE_INFINITY));
  const time = (from: number, to: number) =>
    to > from ? elapsed(from, to, first.limit.unit, calendar) / minuteMs : 0;
  const due = dueAt.getTime();
  let used = time(begin, end);
  let late = time(due, end);
  for (const pause of pausesOf(known)) {
    const from = Date.parse(pause.from);
    const to = Math.min(end, pause.to === null ? end : Date.parse(pause.to));
    used -= time(from, to);
    late -= time(Math.max(from, due), to);
  }
  const reading = pausedAt === null ? end : Math.min(end, pausedAt.getTime());
  return {
    state: stoppedAt !== null ? "stopped" : pausedAt !== null ? "paused" : "running",
    dueAt,
    elapsedMinutes: used,
    remainingMinutes: time(reading, due),
    overdueMinutes: late,
  };
}
