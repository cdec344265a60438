import "server-only";
import { and, asc, eq, inArray, isNull, lte, notExists, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { overlays, tickets } from "@/db/schema";
import { fromStates } from "@/lib/domain/ticket/commands";
import { readSettings } from "../shared/city-rules";

/**
 * Tickets that lie at a community's or a street's desk, late with its own step for longer than the city bears
 * (`escalate.afterOverdueMinutes`): the desk above takes them on, the oldest first. One for which departments were
 * whistled is being worked on, and stays.
 */
export async function staleTickets(
  db: Db,
  now: Date,
  limit: number,
): Promise<{ number: string; version: number }[]> {
  const minutes = (await readSettings(db, now))["escalate.afterOverdueMinutes"];
  if (minutes === 0) return [];
  const whistled = db
    .select({ one: sql`1` })
    .from(overlays)
    .where(
      and(eq(overlays.ticketId, tickets.id), eq(overlays.kind, "whistle"), eq(overlays.state, "active")),
    );
  return db
    .select({ number: tickets.number, version: tickets.version })
    .from(tickets)
    .where(
      and(
        isNull(tickets.endedAt),
        inArray(tickets.level, ["community", "street"]),
        inArray(tickets.state, [...fromStates("escalate")]),
        eq(tickets.isStepOverdue, true),
        lte(tickets.stepDueAt, new Date(now.getTime() - minutes * 60_000)),
        notExists(whistled),
      ),
    )
    .orderBy(asc(tickets.stepDueAt))
    .limit(limit);
}
