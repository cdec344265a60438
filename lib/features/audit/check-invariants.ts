import "server-only";
import { and, asc, eq, gt, inArray, isNotNull, ne, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { assignments, attachments, classes, events, overlays, settings, tickets } from "@/db/schema";
import type { WorkingCalendar } from "@/lib/domain/calendar";
import { dueAt, recomputeClock } from "@/lib/domain/deadline";
import { type CitySettings, citySettings } from "@/lib/domain/settings";
import { isAllowedMove, type TicketCommand, ticketCommands } from "@/lib/domain/ticket/commands";
import { derive, nextDueAt, stepLimit } from "@/lib/domain/ticket/derive";
import { evolve, type PhotoRef, type TicketEventPayload } from "@/lib/domain/ticket/evolve";
import type { Ticket } from "@/lib/domain/ticket/ticket";
import { toMercator } from "@/lib/geo/mercator";
import { photoRowHash } from "../shared/attach-photos";
import { readCalendar } from "../shared/city-rules";
import { dayIn } from "../shared/day";
import { eventHash, firstPreviousHash, saltedHash } from "../shared/event-hash";
import { searchTokens } from "../shared/search-text";
import { ticketOf } from "../shared/ticket-rows";

/** What is wrong, where. `id` is a ticket's number or a row's id. */
export type Problem = { check: string; table: string; id: string; detail: string };
export type InvariantReport = { tickets: number; events: number; problems: Problem[] };

type TicketRow = typeof tickets.$inferSelect;
type EventRow = typeof events.$inferSelect;

/**
 * Reads everything and believes nothing: histories replay to the rows, chains are whole, every move was
 * allowed by the state table, deadlines recomputed from the history equal the stored ones, photos are
 * those the events name, counters equal counts. Read-only. `limit` stops after so many problems.
 */
export async function checkInvariants(db: Db, limit = 100): Promise<InvariantReport> {
  const report: InvariantReport = { tickets: 0, events: 0, problems: [] };
  const found = (problem: Problem) => {
    report.problems.push(problem);
  };
  const rules = await rulesOf(db);
  let after = "";
  while (report.problems.length < limit) {
    const batch = await db
      .select({ ticket: tickets, class: { name: classes.name, nameEn: classes.nameEn, code: classes.code } })
      .from(tickets)
      .leftJoin(classes, eq(classes.id, tickets.classId))
      .where(after === "" ? undefined : gt(tickets.number, after))
      .orderBy(asc(tickets.number))
      .limit(300);
    const last = batch.at(-1);
    if (!last) break;
    after = last.ticket.number;
    const ids = batch.map(({ ticket }) => ticket.id);
    const [parts, laid, histories, photos] = [
      await db
        .select()
        .from(assignments)
        .where(inArray(assignments.ticketId, ids))
        .orderBy(asc(assignments.position)),
      await db.select().from(overlays).where(inArray(overlays.ticketId, ids)),
      await db
        .select()
        .from(events)
        .where(and(eq(events.subjectKind, "ticket"), inArray(events.subjectId, ids)))
        .orderBy(asc(events.seq)),
      await db.select().from(attachments).where(inArray(attachments.ticketId, ids)),
    ];
    const historyOf = grouped(histories, ({ subjectId }) => subjectId);
    for (const row of batch) {
      const id = row.ticket.id;
      const history = historyOf.get(id) ?? [];
      report.tickets += 1;
      report.events += history.length;
      const stored = ticketOf(
        row.ticket,
        parts.filter(({ ticketId }) => ticketId === id),
        laid.filter(({ ticketId }) => ticketId === id),
      );
      checkTicket(row, stored, history, rules, found);
      checkPhotos(
        row.ticket,
        history,
        photos.filter(({ ticketId }) => ticketId === id),
        found,
      );
    }
  }
  await checkOtherChains(db, report, found);
  await checkOrphans(db, found);
  await checkCounters(db, found);
  return report;
}

/** Node 20 has no `Map.groupBy` yet. */
function grouped<T>(rows: readonly T[], keyOf: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return groups;
}

type Rules = { settingsAt: (at: Date) => CitySettings; calendarOf: (version: number) => WorkingCalendar };

async function rulesOf(db: Db): Promise<Rules> {
  const rows = await db.select().from(settings).orderBy(asc(settings.validFrom));
  const { rows: editions } = await db.execute<{ version: number }>(sql`select version from calendars`);
  const calendars = new Map<number, WorkingCalendar>();
  for (const { version } of editions) calendars.set(version, await readCalendar(db, version));
  const stepsOf = new Map<number, CitySettings>();
  return {
    settingsAt(at) {
      const inForce = rows.filter(({ validFrom }) => validFrom <= at);
      const kept = stepsOf.get(inForce.length);
      if (kept) return kept;
      const made = citySettings(Object.fromEntries(inForce.map(({ key, value }) => [key, value])));
      stepsOf.set(inForce.length, made);
      return made;
    },
    calendarOf(version) {
      const calendar = calendars.get(version);
      if (!calendar) throw new Error(`no calendar edition ${version}`);
      return calendar;
    },
  };
}

/** A ticket's events carry this payload; if someone wrote another, replaying it fails and is reported. */
function payloadOf(event: EventRow): TicketEventPayload {
  return event.payload as TicketEventPayload;
}

function checkChain(history: EventRow[], found: (problem: Problem) => void): boolean {
  let previous = firstPreviousHash;
  let position = 0;
  let isWhole = true;
  for (const [index, event] of history.entries()) {
    const problem = (detail: string) => {
      isWhole = false;
      found({ check: "chain", table: "events", id: event.id, detail });
    };
    if (event.seq !== index + 1) problem(`sequence ${event.seq} where ${index + 1} belongs`);
    if (event.previousHash !== previous) problem("does not follow its predecessor");
    if (event.hash !== eventHash({ ...hashedFields(event), atMs: event.at.getTime() }))
      problem("its hash is not that of its content");
    if (event.position <= position) problem("was written before its predecessor");
    previous = event.hash;
    position = event.position;
  }
  return isWhole;
}

function hashedFields(event: EventRow) {
  const { subjectKind, subjectId, seq, type, actorKind, actorUserId, actorPost, payload, previousHash } =
    event;
  return { subjectKind, subjectId, seq, type, actorKind, actorUserId, actorPost, payload, previousHash };
}

function checkTicket(
  row: { ticket: TicketRow; class: { name: string; nameEn: string; code: string } | null },
  stored: Ticket,
  history: EventRow[],
  rules: Rules,
  found: (problem: Problem) => void,
): void {
  const { number } = row.ticket;
  const problem = (check: string, detail: string, table = "tickets", id = number) =>
    found({ check, table, id, detail });
  if (history.length === 0) {
    problem("history", "a ticket without events");
    return;
  }
  if (!checkChain(history, found)) problem("history", "its chain of events is broken");
  if (history.length !== row.ticket.version)
    problem("history", `version ${row.ticket.version}, but ${history.length} events`);

  let replayed: Ticket | null = null;
  try {
    for (const event of history) {
      const payload = payloadOf(event);
      const before: Ticket | null = replayed;
      const after = evolve(before, row.ticket.id, { seq: event.seq, payload });
      if (!isKnownMove(event.type, before, after))
        problem(
          "state table",
          `${event.type} from ${before?.state ?? "nothing"} to ${after.state}`,
          "events",
          event.id,
        );
      const calendar = rules.calendarOf(payload.calendarVersion);
      const derived = derive(before, after, event.at, rules.settingsAt(event.at), calendar);
      for (const [name, value] of Object.entries(derived))
        if (after[name as keyof typeof derived] !== value)
          problem("derived", `${name} after ${event.type} (event ${event.seq}) is not what follows from it`);
      replayed = after;
    }
  } catch (error) {
    problem("replay", error instanceof Error ? error.message : "cannot be replayed");
  }
  if (!replayed) return;
  compareFields(replayed, stored, number, problem);
  checkDeadlines(stored, history, rules, problem);
  checkRow(row, stored, rules, history, problem);
}

function isKnownMove(type: string, before: Ticket | null, after: Ticket): boolean {
  if (!Object.hasOwn(ticketCommands, type)) return false;
  return isAllowedMove(type as TicketCommand, before?.state ?? null, after.state);
}

type Report = (check: string, detail: string, table?: string, id?: string) => void;

function compareFields(replayed: Ticket, stored: Ticket, number: string, problem: Report): void {
  const { assignments: parts, overlays: laid, ...fields } = replayed;
  for (const [name, value] of Object.entries(fields))
    if (!isSame(value, stored[name as keyof Ticket])) problem("replay", `${name} differs from the history`);
  compareParts("assignments", parts, stored.assignments, number, problem);
  compareParts("overlays", laid, stored.overlays, number, problem);
}

function compareParts<T extends { id: string }>(
  table: string,
  replayed: T[],
  stored: T[],
  number: string,
  problem: Report,
): void {
  for (const part of replayed) {
    const row = stored.find(({ id }) => id === part.id);
    if (!row) problem("replay", `is in the history of ${number}, but not in the table`, table, part.id);
    else
      for (const [name, value] of Object.entries(part))
        if (!isSame(value, row[name as keyof T]))
          problem("replay", `${name} differs from the history of ${number}`, table, part.id);
  }
  for (const row of stored)
    if (!replayed.some(({ id }) => id === row.id))
      problem("replay", `is not in the history of ${number}`, table, row.id);
}

function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  return sortedJson(a) === sortedJson(b);
}

function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner && typeof inner === "object" && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** Recomputed from the facts of the history alone: start, limit, pauses, and the calendar of that day. */
function checkDeadlines(ticket: Ticket, history: EventRow[], rules: Rules, problem: Report): void {
  for (const part of ticket.assignments) {
    const clock = recomputeClock(part.clock, rules.calendarOf);
    if (clock.dueAt.toISOString() !== part.dueAt)
      problem(
        "deadline",
        `recomputed ${clock.dueAt.toISOString()}, stored ${part.dueAt}`,
        "assignments",
        part.id,
      );
  }
  const [first] = history;
  if (!first) return;
  const promise = rules.settingsAt(first.at)["limit.promise"];
  const promised = dueAt(first.at, promise, rules.calendarOf(payloadOf(first).calendarVersion)).toISOString();
  if (promised !== ticket.promiseDueAt)
    problem("deadline", `promise recomputed ${promised}, stored ${ticket.promiseDueAt}`);
  const start = [...history].reverse().find((event) => payloadOf(event).changes.ticket?.stepStartedAt);
  const limit = start && stepLimit(ticket.state, rules.settingsAt(start.at));
  const step =
    start && limit ? dueAt(start.at, limit, rules.calendarOf(payloadOf(start).calendarVersion)) : null;
  if ((step?.toISOString() ?? null) !== ticket.stepDueAt)
    problem(
      "deadline",
      `step recomputed ${step?.toISOString() ?? "none"}, stored ${ticket.stepDueAt ?? "none"}`,
    );
}

/** What the row holds beside the domain's fields. */
function checkRow(
  { ticket: row, class: named }: Parameters<typeof checkTicket>[0],
  stored: Ticket,
  rules: Rules,
  history: EventRow[],
  problem: Report,
): void {
  const [mx, my] = toMercator([row.lng, row.lat]);
  if (Math.round(mx) !== row.mx || Math.round(my) !== row.my) problem("row", "mx, my are not its point");
  const [first] = history;
  if (first) {
    const day = dayIn(rules.calendarOf(payloadOf(first).calendarVersion).timeZone, row.reportedAt);
    if (row.reportedDay !== day) problem("row", "reported_day is not the day of its report");
    if ((payloadOf(first).said.trackingHash ?? null) !== row.trackingHash)
      problem("row", "tracking_hash differs from the history");
  }
  if (row.personalDataErasedAt) problem("row", "personal data erased without an event that says so");
  if ((row.nextDueAt?.toISOString() ?? null) !== nextDueAt(stored))
    problem("row", "next_due_at does not follow");
  if (!row.personalDataErasedAt) {
    if (saltedHash(row.salt, row.description) !== row.descriptionHash)
      problem("row", "description is not the reported one");
    const reporter = `${row.reporterName ?? ""}\n${row.reporterPhone ?? ""}`;
    const hash = reporter.trim() === "" ? null : saltedHash(row.salt, reporter);
    if (hash !== row.reporterHash) problem("row", "the reporter is not the one of the history");
    if (!named) problem("row", "its class is not there");
    const words = searchTokens(
      [row.number, row.placeWords, named?.name, named?.nameEn, named?.code, row.description].join("\n"),
    );
    if (sortedJson(words.toSorted()) !== sortedJson(lexemes(row.search).toSorted()))
      problem("row", "search does not hold its words");
  }
}

/** The words of a tsvector's text form: `'a' 'b''c'`. */
function lexemes(vector: string): string[] {
  return [...vector.matchAll(/'((?:[^']|'')*)'/g)].map(([, word = ""]) =>
    word.replaceAll("''", "'").replaceAll("\\\\", "\\"),
  );
}

function checkPhotos(
  ticket: TicketRow,
  history: EventRow[],
  rows: (typeof attachments.$inferSelect)[],
  found: (problem: Problem) => void,
): void {
  const named = history.flatMap((event) =>
    (payloadOf(event).photos ?? []).map((photo: PhotoRef) => ({ ...photo, seq: event.seq })),
  );
  for (const photo of named) {
    const row = rows.find(({ id }) => id === photo.id);
    const problem = (detail: string) =>
      found({ check: "photos", table: "attachments", id: photo.id, detail });
    if (!row) problem(`is in the history of ${ticket.number}, but not in the table`);
    else if (row.sha256 !== photo.sha256 || row.eventSeq !== photo.seq || photoRowHash(row) !== photo.rowHash)
      problem(`differs from the history of ${ticket.number}`);
    else if (row.isPublic) problem("is published without an event that says so");
  }
  for (const row of rows)
    if (!named.some(({ id }) => id === row.id))
      found({
        check: "photos",
        table: "attachments",
        id: row.id,
        detail: `is not in the history of ${ticket.number}`,
      });
}

async function checkOtherChains(
  db: Db,
  report: InvariantReport,
  found: (problem: Problem) => void,
): Promise<void> {
  const rows = await db
    .select()
    .from(events)
    .where(ne(events.subjectKind, "ticket"))
    .orderBy(asc(events.subjectKind), asc(events.subjectId), asc(events.seq));
  report.events += rows.length;
  for (const history of grouped(rows, (row) => `${row.subjectKind} ${row.subjectId}`).values())
    checkChain(history, found);
}

/** Rows whose other half is gone, and numbers that were given out but are nowhere. */
async function checkOrphans(db: Db, found: (problem: Problem) => void): Promise<void> {
  const { rows: strays } = await db.execute<{ id: string }>(sql`
    select e.id from events e where e.subject_kind = 'ticket'
      and not exists (select 1 from tickets t where t.id = e.subject_id) limit 20`);
  for (const { id } of strays)
    found({ check: "history", table: "events", id, detail: "belongs to a ticket that is not there" });
  const { rows: gone } = await db.execute<{ id: string; number: string | null }>(sql`
    select e.subject_id as id, max(e.payload->'changes'->'ticket'->>'number') as number from events e
    where e.subject_kind = 'ticket' and not exists (select 1 from tickets t where t.id = e.subject_id)
    group by e.subject_id limit 20`);
  for (const { id, number } of gone)
    found({
      check: "history",
      table: "tickets",
      id,
      detail: `has a history${number ? ` as ${number}` : ""}, but is not there`,
    });
  const { rows: loose } = await db.execute<{ table: "assignments" | "overlays"; id: string }>(sql`
    select 'assignments' as table, id from assignments p
    where not exists (select 1 from tickets t where t.id = p.ticket_id)
    union all
    select 'overlays', id from overlays p where not exists (select 1 from tickets t where t.id = p.ticket_id)
    limit 40`);
  for (const { table, id } of loose)
    found({ check: "history", table, id, detail: "belongs to a ticket that is not there" });
  const { rows: published } = await db.execute<{ id: string }>(
    sql`select id from attachments where ticket_id is null and is_public limit 20`,
  );
  for (const { id } of published)
    found({ check: "photos", table: "attachments", id, detail: "is published, but belongs to no ticket" });
  const { rows: untold } = await db.execute<{ id: string }>(sql`
    select e.id from events e where not exists (select 1 from outbox o where o.event_id = e.id) limit 20`);
  for (const { id } of untold) found({ check: "outbox", table: "events", id, detail: "has no outbox row" });
  const { rows: vanished } = await db.execute<{ id: string }>(sql`
    select o.event_id as id from outbox o where not exists (select 1 from events e where e.id = o.event_id) limit 20`);
  for (const { id } of vanished)
    found({ check: "outbox", table: "events", id, detail: "was announced, but is not there" });
  const { rows: days } = await db.execute<{ day: string; last: number; count: number }>(sql`
    select s.day, s.last, count(t.id)::int as count from ticket_serials s
    left join tickets t on t.reported_day = s.day::date group by s.day, s.last having count(t.id) <> s.last`);
  for (const { day, last, count } of days)
    found({
      check: "numbers",
      table: "tickets",
      id: day,
      detail: `${last} numbers given out, ${count} tickets there`,
    });
  const unattached = await db
    .select({ id: attachments.id })
    .from(attachments)
    .where(
      and(isNotNull(attachments.ticketId), sql`not exists (select 1 from tickets t where t.id = ticket_id)`),
    )
    .limit(20);
  for (const { id } of unattached)
    found({ check: "photos", table: "attachments", id, detail: "belongs to a ticket that is not there" });
}

async function checkCounters(db: Db, found: (problem: Problem) => void): Promise<void> {
  // Edits on both sides that cancel out in the sums below: a fold leaves no count under one, a command writes ±1.
  const { rows: odd } = await db.execute<{ table: string; id: string; n: number }>(sql`
    (select 'counters' as table, concat_ws(' ', cell_id, class_id, day, state) as id, count as n
      from counters where count < 1 limit 20)
    union all
    (select 'counter_deltas', position::text, delta from counter_deltas where delta not in (-1, 1) limit 20)`);
  for (const { table, id, n } of odd)
    found({ check: "counters", table, id, detail: `holds ${n}, which nothing writes` });
  const { rows } = await db.execute<{
    cell: string;
    class: string;
    day: string;
    state: string;
    late: boolean;
    counted: string;
    actual: string;
  }>(sql`
    with counted as (
      select cell_id, class_id, day, state, is_overdue, sum(count) as n from (
        select cell_id, class_id, day, state, is_overdue, count from counters
        union all
        select cell_id, class_id, day, state, is_overdue, delta from counter_deltas
      ) every group by 1, 2, 3, 4, 5
    ), actual as (
      select cell_id, class_id, reported_day as day, state, is_overdue, count(*) as n from tickets group by 1, 2, 3, 4, 5
    )
    select coalesce(a.cell_id, c.cell_id) as cell, coalesce(a.class_id, c.class_id) as class,
      coalesce(a.day, c.day)::text as day, coalesce(a.state, c.state) as state,
      coalesce(a.is_overdue, c.is_overdue) as late, coalesce(c.n, 0) as counted, coalesce(a.n, 0) as actual
    from actual a full join counted c using (cell_id, class_id, day, state, is_overdue)
    where coalesce(a.n, 0) <> coalesce(c.n, 0) limit 50`);
  for (const row of rows)
    found({
      check: "counters",
      table: "counters",
      id: `${row.cell} ${row.class} ${row.day} ${row.state}${row.late ? " overdue" : ""}`,
      detail: `counts ${row.counted}, there are ${row.actual}`,
    });
}
