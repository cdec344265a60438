import "server-only";
import { and, asc, eq, getTableColumns } from "drizzle-orm";
import type { Db } from "@/db/client";
import { assignments, classes, overlays, tickets } from "@/db/schema";
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
const momentNames = new WeakMap<Table, Set<string>>();
/** ISO strings back into Dates, for the columns that are moments. */
function withDates<T>(table: Table, fields: object): T {
  let names = momentNames.get(table);
  if (!names) {
    const columns = Object.entries(getTableColumns(table));
    names = new Set(columns.filter(([, column]) => column.dataType === "date").map(([name]) => name));
    momentNames.set(table, names);
  }
  const moments = names;
  const entries = Object.entries(fields).map(([key, value]) => [
    key,
    moments.has(key) && typeof value === "string" ? new Date(value) : value,
  ]);
  return rowOf<T>(Object.fromEntries(entries));
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
  reportedDay: string;
  scoped: ScopedTicket;
  isDanger: boolean;
  isSelfHandleable: boolean;
};

/** Rights are not checked here: only the kernels of commands and ticket queries call it. */
export async function readTicket(tx: Db, number: string): Promise<LoadedTicket | null> {
  const [row] = await tx
    .select({
      ticket: tickets,
      responsibleKind: classes.responsibleKind,
      isDanger: classes.isDanger,
      isSelfHandleable: classes.isSelfHandleable,
    })
    .from(tickets)
    .innerJoin(classes, eq(classes.id, tickets.classId))
    .where(eq(tickets.number, number));
  if (!row) return null;
  const { id } = row.ticket;
  const assignmentRows = await tx
    .select()
    .from(assignments)
    .where(eq(assignments.ticketId, id))
    .orderBy(asc(assignments.position));
  const overlayRows = await tx
    .select()
    .from(overlays)
    .where(eq(overlays.ticketId, id))
    .orderBy(asc(overlays.askedAt), asc(overlays.id));
  const ticket = ticketOf(row.ticket, assignmentRows, overlayRows);
  return {
    ticket,
    reportedDay: row.ticket.reportedDay,
    scoped: { ...ticket, responsibleKind: row.responsibleKind },
    isDanger: row.isDanger,
    isSelfHandleable: row.isSelfHandleable,
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
  const { id: _, assignments: _assignments, overlays: _overlays, ...fields } = after;
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
    if (old === part) continue;
    const { id, ...fields } = part;
    if (old) await tx.update(assignments).set(withDates(assignments, fields)).where(eq(assignments.id, id));
    else await tx.insert(assignments).values(withDates(assignments, { ...part, ticketId }));
  }
  for (const part of after.overlays) {
    const old = before.overlays.find((candidate) => candidate.id === part.id);
    if (old === part) continue;
    const { id, ...fields } = part;
    if (old) await tx.update(overlays).set(withDates(overlays, fields)).where(eq(overlays.id, id));
    else await tx.insert(overlays).values(withDates(overlays, { ...part, ticketId }));
  }
}
