import "server-only";
import { and, desc, eq, lte } from "drizzle-orm";
import type { Db } from "@/db/client";
import { calendarDays, calendars, settings } from "@/db/schema";
import type { WorkingCalendar } from "@/lib/domain/calendar";
import { type CitySettings, citySettings } from "@/lib/domain/settings";

/** Settings in force at a moment. */
export async function readSettings(tx: Db, now: Date): Promise<CitySettings> {
  const rows = await tx
    .selectDistinctOn([settings.key], { key: settings.key, value: settings.value })
    .from(settings)
    .where(lte(settings.validFrom, now))
    .orderBy(settings.key, desc(settings.validFrom));
  return citySettings(Object.fromEntries(rows.map((row) => [row.key, row.value])));
}

// A published edition never changes, so a process may keep it; databases are told apart by their creation moment.
const editions = new Map<string, WorkingCalendar>();

/** The edition with this number, or the newest. Throws when the city has none: no deadline can be computed then. */
export async function readCalendar(tx: Db, version?: number): Promise<WorkingCalendar> {
  const [edition] = await tx
    .select()
    .from(calendars)
    .where(version === undefined ? undefined : eq(calendars.version, version))
    .orderBy(desc(calendars.version))
    .limit(1);
  if (!edition) throw new Error("this city has no working calendar yet");
  const key = `${edition.version}@${edition.createdAt.toISOString()}`;
  const kept = editions.get(key);
  if (kept) return kept;
  const days = await tx
    .select({ day: calendarDays.day, kind: calendarDays.kind })
    .from(calendarDays)
    .where(and(eq(calendarDays.version, edition.version)));
  const calendar: WorkingCalendar = {
    version: edition.version,
    timeZone: edition.timeZone,
    workingMinutes: edition.workingMinutes,
    publishedThrough: edition.publishedThrough,
    days: Object.fromEntries(days.map(({ day, kind }) => [day, kind])),
  };
  editions.set(key, calendar);
  return calendar;
}
