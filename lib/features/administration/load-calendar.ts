import "server-only";
import { and, asc, desc, eq, gte } from "drizzle-orm";
import { z } from "zod";
import { calendarDays, calendars } from "@/db/schema";
import { readClock } from "../command";
import { query } from "../query";
import { dayIn } from "../shared/day";

/** The newest edition of the working calendar, its days from this month on, and how long it is still official. */
export const loadCalendar = query({
  permission: "view_settings",
  input: z.object({}),
  async run({ db, clock }) {
    const [edition] = await db.select().from(calendars).orderBy(desc(calendars.version)).limit(1);
    if (!edition) return null;
    const now = clock?.() ?? (await readClock(db));
    const today = dayIn(edition.timeZone, now);
    const days = await db
      .select({
        day: calendarDays.day,
        kind: calendarDays.kind,
        name: calendarDays.name,
        isProvisional: calendarDays.isProvisional,
      })
      .from(calendarDays)
      .where(and(eq(calendarDays.version, edition.version), gte(calendarDays.day, `${today.slice(0, 7)}-01`)))
      .orderBy(asc(calendarDays.day));
    const daysLeft = Math.round(
      (Date.parse(`${edition.publishedThrough}T00:00:00Z`) - Date.parse(`${today}T00:00:00Z`)) / 86_400_000,
    );
    return { ...edition, today, daysLeft, days };
  },
});
