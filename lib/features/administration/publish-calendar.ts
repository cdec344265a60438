import "server-only";
import { asc, desc, eq, sql } from "drizzle-orm";
import { z } from "zod";
import type { Db } from "@/db/client";
import { calendarDays, calendars } from "@/db/schema";
import {
  type CalendarDay,
  changedDays,
  hoursText,
  publishedThroughOf,
  readHours,
} from "@/lib/domain/calendar-edition";
import { AppError } from "@/lib/domain/errors";
import { command } from "../command";
import { editFields, optionalDay } from "../shared/edit";
import { namedSubjectId } from "../shared/named-subject";
import { optionalWords } from "../shared/text-fields";

/** All editions share one chain of events. */
export const calendarSubjectId = namedSubjectId("calendar");
const mostDays = 2_000;

const daySchema = z.strictObject({
  day: z.iso.date(),
  kind: z.enum(["working", "holiday"]),
  name: z.string().trim().max(40).default(""),
  isProvisional: z.boolean(),
});

export const editionChange = {
  /** The edition the form was filled in over. */
  version: z.coerce.number().int().min(1),
  why: editFields.why,
  hours: optionalWords(80),
  /** One day as a form gives it: added, or put in the place of the one that was. */
  day: optionalDay,
  dayKind: z.enum(["working", "holiday", "as_the_week"]).optional(),
  dayName: optionalWords(40),
  dayBasis: z.enum(["official", "provisional"]).optional(),
  /** The provisional days of this year were announced as they stand. */
  confirmYear: z.coerce.number().int().min(2020).max(2100).optional(),
  /** All days of the years that occur in it, as a file gives them. */
  days: z.array(daySchema).max(mostDays).optional(),
};

/**
 * A new edition of the working calendar: the one before with these changes. Old editions stay untouched, since each
 * deadline is recomputed with the edition it was counted by.
 */
export const publishCalendar = command({
  permission: "publish_calendar",
  input: z.strictObject(editionChange),
  async run({ tx, now, append }, { version, why, ...change }) {
    // Readers go on; a second publisher waits here and then finds the edition that was first.
    await tx.execute(sql`lock table calendars in exclusive mode`);
    const [last] = await tx.select().from(calendars).orderBy(desc(calendars.version)).limit(1);
    if (!last) throw new AppError("unavailable", {}, { reason: "no_city" });
    if (last.version !== version) throw new AppError("conflict", {}, { subject: "record" });
    const workingMinutes = change.hours ? readHours(change.hours) : last.workingMinutes;
    if (!workingMinutes) throw new AppError("invalid", { hours: "bad_hours" });
    const oldDays = await daysOf(tx, last.version);
    const days = nextDays(oldDays, change);
    const difference = changedDays(oldDays, days);
    const isSameHours = hoursText(workingMinutes) === hoursText(last.workingMinutes);
    if (isSameHours && Object.values(difference).every((list) => list.length === 0))
      throw new AppError("invalid", { why: "unchanged" });
    const publishedThrough = publishedThroughOf(days, last.publishedThrough);
    const next = version + 1;
    const { timeZone } = last;
    await tx
      .insert(calendars)
      .values({ version: next, timeZone, workingMinutes, publishedThrough, createdAt: now });
    if (days.length > 0) await tx.insert(calendarDays).values(days.map((day) => ({ version: next, ...day })));
    const told = (hours: typeof workingMinutes, through: string) => ({
      hours: hoursText(hours),
      publishedThrough: through,
    });
    await append({
      subjectKind: "calendar",
      subjectId: calendarSubjectId,
      type: "calendar.published",
      payload: {
        why,
        version: next,
        before: told(last.workingMinutes, last.publishedThrough),
        after: told(workingMinutes, publishedThrough),
        ...difference,
      },
    });
    return {
      version: next,
      publishedThrough,
      added: difference.added.length,
      removed: difference.removed.length,
      changed: difference.changed.length,
    };
  },
});

async function daysOf(tx: Db, version: number): Promise<CalendarDay[]> {
  return tx
    .select({
      day: calendarDays.day,
      kind: calendarDays.kind,
      name: calendarDays.name,
      isProvisional: calendarDays.isProvisional,
    })
    .from(calendarDays)
    .where(eq(calendarDays.version, version))
    .orderBy(asc(calendarDays.day));
}

type Change = Omit<z.output<z.ZodObject<typeof editionChange>>, "version" | "why">;

function nextDays(old: readonly CalendarDay[], change: Change): CalendarDay[] {
  const days = new Map(old.map((each) => [each.day, each]));
  if (change.days) {
    const years = new Set(change.days.map(({ day }) => day.slice(0, 4)));
    for (const day of days.keys()) if (years.has(day.slice(0, 4))) days.delete(day);
    for (const each of change.days) days.set(each.day, each);
  }
  if (change.day) {
    if (!change.dayKind) throw new AppError("invalid", { dayKind: "required" });
    if (change.dayKind === "as_the_week") days.delete(change.day);
    else
      days.set(change.day, {
        day: change.day,
        kind: change.dayKind,
        name: change.dayName ?? days.get(change.day)?.name ?? "",
        isProvisional: change.dayBasis === "provisional",
      });
  }
  if (change.confirmYear)
    for (const each of [...days.values()])
      if (each.day.startsWith(`${change.confirmYear}-`))
        days.set(each.day, { ...each, isProvisional: false });
  return [...days.values()].toSorted((a, b) => (a.day < b.day ? -1 : 1));
}
