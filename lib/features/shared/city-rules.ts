import "server-only";
import { and, desc, eq, lte, sql } from "drizzle-orm";
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

/** What every ticket command goes by, in one question: the settings in force, and the newest calendar. */
export async function readCityRules(
  tx: Db,
  now: Date,
): Promise<{ settings: CitySettings; calendar: WorkingCalendar }> {
  const { rows } = await tx.execute<{ stored: Record<string, unknown> | null; calendar: string | null }>(sql`
    select (select jsonb_object_agg(s.key, s.value) from (
        select distinct on (key) key, value from settings
        where valid_from <= ${now.toISOString()} order by key, valid_from desc) s) as stored,
      (select concat(version, '@', floor(extract(epoch from created_at) * 1000)) from calendars
        order by version desc limit 1) as calendar`);
  const [row] = rows;
  return {
    settings: settingsOf(row?.stored ?? {}),
    calendar: editions.get(row?.calendar ?? "") ?? (await readCalendar(tx)),
  };
}

let lastSettings: { text: string; settings: CitySettings } | undefined;

/** A city changes its settings now and then, and asks for them with every command. */
function settingsOf(stored: Record<string, unknown>): CitySettings {
  const text = JSON.stringify(stored);
  if (lastSettings?.text !== text) lastSettings = { text, settings: citySettings(stored) };
  return lastSettings.settings;
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
  const key = `${edition.version}@${edition.createdAt.getTime()}`;
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
