import "server-only";
import { and, eq, getTableColumns, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { assignments, overlays, tickets } from "@/db/schema";
import type { ScopedTicket } from "@/lib/domain/actor";
import { nextDueAt } from "@/lib/domain/ticket/derive";
import type { Assignment, Overlay, Ticket } from "@/lib/domain/ticket/ticket";

type TicketRow = typeof tickets.$inferSelect;

/** Fields of the row that the domain's ticket does not know: private words and what follows from others. */
const rowOnly = [
  "mx",
  "my",
  "description",
  "salt",
  "reporterName",
  "reporterPhone",
  "personalDataErasedAt",
  "trackingHash",
  "reportedDay",
  "nextDueAt",
  "search",
] as const satisfies (keyof TicketRow)[];
export type RowOnly = Pick<TicketRow, (typeof rowOnly)[number]>;

function isoDates<T extends object>(row: T): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).map(([key, value]) => [key, value instanceof Date ? value.toISOString() : value]),
  );
}

type Table = Parameters<typeof getTableColumns>[0];
type Columns = Map<string, { key: string; name: string; isMoment: boolean }>;
const known = new WeakMap<Table, Columns>();

function columnsOf(table: Table): Columns {
  const kept = known.get(table);
  if (kept) return kept;
  const made: Columns = new Map();
  for (const [key, { name, dataType }] of Object.entries(getTableColumns(table)))
    made.set(key, { key, name, isMoment: dataType === "date" });
  known.set(table, made);
  return made;
}

/** ISO strings back into Dates, for the columns that are moments. */
function withDates<T>(table: Table, fields: object): T {
  const columns = columnsOf(table);
  const entries = Object.entries(fields).map(([key, value]) => [
    key,
    columns.get(key)?.isMoment && typeof value === "string" ? new Date(value) : value,
  ]);
  return rowOf<T>(Object.fromEntries(entries));
}

/** The fields that are not as they were; by identity, as a changed list is always a new one. */
function changed<T extends object>(before: T, after: T): Partial<T> {
  const entries = Object.entries(after).filter(([key, value]) => before[key as keyof T] !== value);
  return rowOf<Partial<T>>(Object.fromEntries(entries));
}

/** Row and domain type have the same fields but for Date against ISO string; the schema is the guarantee. */
function rowOf<T>(fields: object): T {
  return fields as unknown as T;
}

export function ticketOf(
  row: TicketRow,
  assignmentRows: (typeof assignments.$inferSelect)[],
  overlayRows: (typeof overlays.$inferSelect)[],
): Ticket {
  const fields = isoDates(row);
  for (const name of rowOnly) delete fields[name];
  return {
    ...rowOf<Omit<Ticket, "assignments" | "overlays">>(fields),
    assignments: assignmentRows.map(({ ticketId: _, ...rest }) => rowOf<Assignment>(isoDates(rest))),
    overlays: overlayRows.map(({ ticketId: _, ...rest }) => rowOf<Overlay>(isoDates(rest))),
  };
}

export type LoadedTicket = {
  ticket: Ticket;
  /** Hash of the ticket's last event. */
  lastHash: string;
  reportedDay: string;
  scoped: ScopedTicket;
  isDanger: boolean;
  isSelfHandleable: boolean;
};

type JsonRow = Record<string, unknown>;

/** A row as `to_jsonb` gives it, under the names of the schema, with moments as ISO strings in UTC. */
function ofJson<T>(table: Table, row: JsonRow, without: readonly string[]): T {
  const entries = [...columnsOf(table).values()]
    .filter(({ key }) => !without.includes(key))
    .map(({ key, name, isMoment }) => {
      const value = row[name];
      return [key, isMoment && typeof value === "string" ? new Date(value).toISOString() : value];
    });
  return rowOf<T>(Object.fromEntries(entries));
}

/**
 * The ticket with its parts and the end of its chain, in one question. Rights are not checked here: only the
 * kernels of commands and ticket queries call it.
 */
export async function readTicket(tx: Db, number: string): Promise<LoadedTicket | null> {
  const { rows } = await tx.execute<{
    ticket: JsonRow;
    parts: JsonRow[];
    laid: JsonRow[];
    last_hash: string;
    reported_day: string;
    responsible_kind: string;
    is_danger: boolean;
    is_self_handleable: boolean;
  }>(sql`
    select to_jsonb(t) - 'search' as ticket, t.reported_day,
      c.responsible_kind, c.is_danger, c.is_self_handleable,
      coalesce((select jsonb_agg(to_jsonb(a) order by a.position) from assignments a
        where a.ticket_id = t.id), '[]') as parts,
      coalesce((select jsonb_agg(to_jsonb(o) order by o.asked_at, o.id) from overlays o
        where o.ticket_id = t.id), '[]') as laid,
      (select e.hash from events e where e.subject_kind = 'ticket' and e.subject_id = t.id
        order by e.seq desc limit 1) as last_hash
    from tickets t join classes c on c.id = t.class_id where t.number = ${number}`);
  const [row] = rows;
  if (!row) return null;
  const ticket: Ticket = {
    ...ofJson<Omit<Ticket, "assignments" | "overlays">>(tickets, row.ticket, rowOnly),
    assignments: row.parts.map((part) => ofJson<Assignment>(assignments, part, ["ticketId"])),
    overlays: row.laid.map((part) => ofJson<Overlay>(overlays, part, ["ticketId"])),
  };
  return {
    ticket,
    lastHash: row.last_hash,
    reportedDay: row.reported_day,
    scoped: { ...ticket, responsibleKind: row.responsible_kind },
    isDanger: row.is_danger,
    isSelfHandleable: row.is_self_handleable,
  };
}

export async function insertTicket(tx: Db, ticket: Ticket, only: Omit<RowOnly, "nextDueAt">): Promise<void> {
  const { assignments: assignmentList, overlays: overlayList, ...fields } = ticket;
  await tx.insert(tickets).values(withDates(tickets, { ...fields, ...only, nextDueAt: nextDueAt(ticket) }));
  await saveParts(
    tx,
    ticket.id,
    { assignments: [], overlays: [] },
    { assignments: assignmentList, overlays: overlayList },
  );
}

/** Two people may press a button together: false when the version that was read is no longer there. */
export async function updateTicket(
  tx: Db,
  before: Ticket,
  after: Ticket,
  only: Partial<RowOnly> = {},
): Promise<boolean> {
  const { assignments: _assignments, overlays: _overlays, ...fields } = changed(before, after);
  const saved = await tx
    .update(tickets)
    .set(withDates(tickets, { ...fields, ...only, nextDueAt: nextDueAt(after) }))
    .where(and(eq(tickets.id, before.id), eq(tickets.version, before.version)))
    .returning({ id: tickets.id });
  if (saved.length === 0) return false;
  await saveParts(tx, before.id, before, after);
  return true;
}

type Parts = Pick<Ticket, "assignments" | "overlays">;

async function saveParts(tx: Db, ticketId: string, before: Parts, after: Parts): Promise<void> {
  for (const part of after.assignments) {
    const old = before.assignments.find((candidate) => candidate.id === part.id);
    const fields = old ? changed(old, part) : { ...part, ticketId };
    if (Object.keys(fields).length === 0) continue;
    const row = withDates<typeof assignments.$inferInsert>(assignments, fields);
    if (old) await tx.update(assignments).set(row).where(eq(assignments.id, part.id));
    else await tx.insert(assignments).values(row);
  }
  for (const part of after.overlays) {
    const old = before.overlays.find((candidate) => candidate.id === part.id);
    const fields = old ? changed(old, part) : { ...part, ticketId };
    if (Object.keys(fields).length === 0) continue;
    const row = withDates<typeof overlays.$inferInsert>(overlays, fields);
    if (old) await tx.update(overlays).set(row).where(eq(overlays.id, part.id));
    else await tx.insert(overlays).values(row);
  }
}
