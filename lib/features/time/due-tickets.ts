import "server-only";
import { and, asc, isNotNull, lte } from "drizzle-orm";
import type { Db } from "@/db/client";
import { tickets } from "@/db/schema";
import { readTicket } from "../shared/ticket-rows";

/** Numbers of tickets to which time itself has something to do, the most pressing first. */
export async function dueTickets(db: Db, now: Date, limit: number): Promise<string[]> {
  const rows = await db
    .select({ number: tickets.number })
    .from(tickets)
    .where(and(isNotNull(tickets.nextDueAt), lte(tickets.nextDueAt, now)))
    .orderBy(asc(tickets.nextDueAt))
    .limit(limit);
  return rows.map(({ number }) => number);
}

export type TimeCommand = "accept_by_silence" | "end_deferral" | "mark_overdue";

/** Which commands of time fit the ticket as it is now, in the order in which they happened. */
export async function timeCommands(
  db: Db,
  number: string,
  now: Date,
): Promise<{ version: number; commands: TimeCommand[] } | null> {
  const loaded = await readTicket(db, number);
  if (!loaded) return null;
  const { ticket } = loaded;
  const at = now.toISOString();
  const commands: TimeCommand[] = [];
  const isUnderUnit = ["assigned", "handling", "unit_review"].includes(ticket.state);
  if (isUnderUnit && ticket.assignments.some((row) => row.state === "assigned" && row.acceptDueAt <= at))
    commands.push("accept_by_silence");
  const deferral = ticket.overlays.find(({ kind, state }) => kind === "deferral" && state === "active");
  if (isUnderUnit && deferral?.until && deferral.until <= at) commands.push("end_deferral");
  commands.push("mark_overdue");
  return { version: ticket.version, commands };
}
