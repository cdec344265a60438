import "server-only";
import { asc, desc, eq } from "drizzle-orm";
import { z } from "zod";
import { calendarDays, calendars } from "@/db/schema";
import { query } from "../query";
import { readHistory } from "../shared/record-history";
import { todayOf } from "../shared/valid-on";
import { calendarSubjectId } from "./publish-calendar";

/** The newest edition of the working calendar, its days from this month on, and how long it is still official. */
export const loadCalendar = query({
  permission: "view_settings",
  input: z.object({}),
  async run(context) {
    const { db } = context;
    const [edition] = await db.select().from(calendars).orderBy(desc(calendars.version)).limit(1);
    if (!edition) return null;
    const today = await todayOf(context);
    const all = await db
      .select({
        day: calendarDays.day,
        kind: calendarDays.kind,
        name: calendarDays.name,
        isProvisional: calendarDays.isProvisional,
      })
      .from(calendarDays)
      .where(eq(calendarDays.version, edition.version))
      .orderBy(asc(calendarDays.day));
    const daysLeft = Math.round(
      (Date.parse(`${edition.publishedThrough}T00:00:00Z`) - Date.parse(`${today}T00:00:00Z`)) / 86_400_000,
    );
    const thisYear = Number(today.slice(0, 4));
    const provisional = all.filter(({ isProvisional, day }) => isProvisional && day >= today);
    return {
      ...edition,
      today,
      daysLeft,
      days: all.filter(({ day }) => day >= `${today.slice(0, 7)}-01`),
      /** Years with forecasts that can have been announced: in November that of the year after. */
      provisionalYears: [...new Set(provisional.map(({ day }) => Number(day.slice(0, 4))))].filter(
        (year) => year <= thisYear + 1,
      ),
      isNextYearCovered: edition.publishedThrough >= `${thisYear + 1}-12-31`,
      history: await readHistory(db, [{ kind: "calendar", ids: [calendarSubjectId] }]),
    };
  },
});
