/** A day that is not as the week says. */
export type CalendarDay = { day: string; kind: "working" | "holiday"; name: string; isProvisional: boolean };
export type WorkingSpan = { start: number; end: number };

/**
 * "08:00-12:00 14:00-18:00" as minutes from midnight; null where it is no list of ascending, disjoint spans
 * within one day.
 */
export function readHours(text: string): WorkingSpan[] | null {
  const parts = text
    .normalize("NFKC")
    .split(/[\s,;、和]+/)
    .filter((part) => part !== "");
  const spans: WorkingSpan[] = [];
  for (const part of parts) {
    const found = /^(\d{1,2}):(\d{2})[-–—~至](\d{1,2}):(\d{2})$/.exec(part);
    if (!found) return null;
    const [fromHour = 0, fromMinute = 0, toHour = 0, toMinute = 0] = found.slice(1).map(Number);
    const span = { start: fromHour * 60 + fromMinute, end: toHour * 60 + toMinute };
    const before = spans.at(-1)?.end ?? -1;
    if (fromMinute > 59 || toMinute > 59 || span.end > 1_440) return null;
    if (span.start >= span.end || span.start <= before) return null;
    spans.push(span);
  }
  return spans.length > 0 && spans.length <= 4 ? spans : null;
}

export function hoursText(spans: readonly WorkingSpan[]): string {
  const clock = (minutes: number) =>
    `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
  return spans.map(({ start, end }) => `${clock(start)}-${clock(end)}`).join(" ");
}

/**
 * The last day that needs no forecast: the end of the last year, in unbroken order after `known`, that has holidays
 * and none of them provisional. Never earlier than `known`.
 */
export function publishedThroughOf(days: readonly CalendarDay[], known: string): string {
  let through = known;
  for (let year = Number(known.slice(0, 4)); ; year += 1) {
    const own = days.filter(({ day }) => day.startsWith(`${year}-`));
    const isOfficial = own.some(({ kind }) => kind === "holiday") && own.every((each) => !each.isProvisional);
    const isKnown = `${year}-12-31` <= known;
    if (!isOfficial && !isKnown) return through;
    if (`${year}-12-31` > through) through = `${year}-12-31`;
  }
}

/** What differs between two editions, day by day. */
export function changedDays(
  before: readonly CalendarDay[],
  after: readonly CalendarDay[],
): { added: CalendarDay[]; removed: CalendarDay[]; changed: CalendarDay[] } {
  const old = new Map(before.map((each) => [each.day, each]));
  const now = new Set(after.map(({ day }) => day));
  const isSame = (a: CalendarDay, b: CalendarDay) =>
    a.kind === b.kind && a.name === b.name && a.isProvisional === b.isProvisional;
  return {
    added: after.filter(({ day }) => !old.has(day)),
    removed: before.filter(({ day }) => !now.has(day)),
    changed: after.filter((each) => {
      const was = old.get(each.day);
      return was !== undefined && !isSame(was, each);
    }),
  };
}
