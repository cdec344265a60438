import { isForecastDay, isWorkingDay, localDay, type WorkingCalendar } from "./calendar";
import { type ClockFact, isWorkingUnit, type Limit, recomputeClock } from "./deadline";

/** A day that is not what its weekday says, or a weekend: why the clock did or did not run on it. */
export type ExplainedDay = { day: string; because: "weekend" | "holiday" };

/** How a deadline came to be, as data for one line of text ("why this time"). */
export type DeadlineExplanation = {
  start: Date;
  limit: Limit;
  /** False: nights and holidays count (emergency hours and days, minutes). */
  isWorkingTime: boolean;
  /** Local days from start to deadline on which no working time ran; empty for continuous limits. */
  skippedDays: ExplainedDay[];
  /** Weekend days in between on which work was done in exchange for a holiday. */
  swappedWorkdays: string[];
  /** The start lies outside working time, so the clock began to run later. */
  startedOutsideWorkingTime: boolean;
  extensions: Limit[];
  pauses: { from: string; to: string | null }[];
  dueAt: Date;
  /** The deadline rests on holidays that have not been published yet. */
  isForecast: boolean;
};

/** Longer spans are named by their first days; nobody reads a list of hundreds. */
const longestList = 400;

export function explainDeadline(
  facts: readonly ClockFact[],
  calendarOf: (version: number) => WorkingCalendar,
): DeadlineExplanation {
  const [first] = facts;
  if (first?.kind !== "started") throw new Error("a clock begins with its start");
  const calendar = calendarOf(first.calendarVersion);
  const start = new Date(first.at);
  const { dueAt } = recomputeClock(facts, calendarOf);
  const isWorkingTime = isWorkingUnit(first.limit.unit);
  const days = isWorkingTime ? daysBetween(localDay(calendar, start), localDay(calendar, dueAt)) : [];
  return {
    start,
    limit: first.limit,
    isWorkingTime,
    skippedDays: days
      .filter((day) => !isWorkingDay(calendar, day))
      .map((day) => ({ day, because: calendar.days[day] === "holiday" ? "holiday" : "weekend" })),
    swappedWorkdays: days.filter((day) => calendar.days[day] === "working"),
    startedOutsideWorkingTime: isWorkingTime && !isWithinWorkingTime(start, calendar),
    extensions: facts.flatMap((fact) => (fact.kind === "extended" ? [fact.limit] : [])),
    pauses: pausesOf(facts),
    dueAt,
    isForecast: isWorkingTime && isForecastDay(calendar, localDay(calendar, dueAt)),
  };
}

function isWithinWorkingTime(moment: Date, calendar: WorkingCalendar): boolean {
  if (!isWorkingDay(calendar, localDay(calendar, moment))) return false;
  const clock = new Intl.DateTimeFormat("en-US", {
    timeZone: calendar.timeZone,
    hourCycle: "h23",
    hour: "numeric",
    minute: "numeric",
  });
  const parts = new Map(clock.formatToParts(moment).map(({ type, value }) => [type, Number(value)]));
  const minute = (parts.get("hour") ?? 0) * 60 + (parts.get("minute") ?? 0);
  return calendar.workingMinutes.some(({ start, end }) => start <= minute && minute < end);
}

/** When the clock stood still; `to` is null while it still does. */
export function pausesOf(facts: readonly ClockFact[]): { from: string; to: string | null }[] {
  const pauses: { from: string; to: string | null }[] = [];
  for (const fact of facts) {
    const last = pauses.at(-1);
    const isPaused = last !== undefined && last.to === null;
    if (fact.kind === "paused" && !isPaused) pauses.push({ from: fact.at, to: null });
    if (fact.kind === "resumed" && isPaused) last.to = fact.at;
  }
  return pauses;
}

function daysBetween(from: string, to: string): string[] {
  const days: string[] = [];
  for (let day = from; day <= to && days.length < longestList; day = nextDay(day)) days.push(day);
  return days;
}

function nextDay(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}
