import "server-only";
import { and, count, desc, eq, gte, inArray, or, sql } from "drizzle-orm";
import { z } from "zod";
import type { Db } from "@/db/client";
import { classes, counters, tickets } from "@/db/schema";
import { AppError } from "@/lib/domain/errors";
import { readClock } from "../command";
import { query } from "../query";

const lookBackDays = 90;
const cityLookBackDays = 30;
const shown = 8;

/** Classes that the person reports most often, then those of the own cells, then of the city: what a thumb should find first. */
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
    const liked = rows.map(({ id }) => id);
    if (liked.length === shown) return liked;
    return [...new Set([...liked, ...(await cityFrequent(db, now))])].slice(0, shown);
  },
});

/** Of the whole city, from the counters: somebody new has no habits yet. */
async function cityFrequent(db: Db, now: Date): Promise<string[]> {
  const since = new Date(now.getTime() - cityLookBackDays * 86_400_000).toISOString().slice(0, 10);
  const rows = await db
    .select({ id: counters.classId })
    .from(counters)
    .where(gte(counters.day, since))
    .groupBy(counters.classId)
    .orderBy(desc(sql`sum(${counters.count})`), counters.classId)
    .limit(shown);
  return rows.map(({ id }) => id);
}
