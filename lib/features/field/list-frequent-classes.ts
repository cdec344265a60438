import "server-only";
import { and, count, desc, eq, gte, inArray, or, sql } from "drizzle-orm";
import { z } from "zod";
import { classes, tickets } from "@/db/schema";
import { AppError } from "@/lib/domain/errors";
import { readClock } from "../command";
import { query } from "../query";

const lookBackDays = 90;
const shown = 8;

/** Classes that the person reports, or that come up in the own cells, most often: what a thumb should find first. */
export const listFrequentClasses = query({
  permission: "report",
  input: z.object({}),
  async run({ db, actor, clock }): Promise<string[]> {
    if (actor.kind !== "user") throw new AppError("forbidden");
    const now = clock?.() ?? (await readClock(db));
    const cellIds = actor.appointments.flatMap((appointment) => appointment.cellIds);
    const own = eq(tickets.reportedByUserId, actor.userId);
    const rows = await db
      .select({ id: classes.id, own: sql<number>`count(*) filter (where ${own})`, all: count() })
      .from(tickets)
      .innerJoin(classes, eq(classes.id, tickets.classId))
      .where(
        and(
          gte(tickets.reportedAt, new Date(now.getTime() - lookBackDays * 86_400_000)),
          or(own, cellIds.length > 0 ? inArray(tickets.cellId, cellIds) : undefined),
        ),
      )
      .groupBy(classes.id, classes.code)
      .orderBy(desc(sql`2`), desc(sql`3`), classes.code)
      .limit(shown);
    return rows.map(({ id }) => id);
  },
});
