import "server-only";
import { and, asc, eq, inArray, or } from "drizzle-orm";
import { z } from "zod";
import type { Db } from "@/db/client";
import {
  areas,
  attachments,
  classConditions,
  classes,
  desks,
  grids,
  persons,
  sections,
  tickets,
  units,
  users,
} from "@/db/schema";
import { standingsOf } from "@/lib/domain/actor";
import { explainDeadline } from "@/lib/domain/explain-deadline";
import { posts } from "@/lib/domain/posts";
import type { CalendarOf } from "@/lib/domain/ticket/assignment";
import { permittedCommands } from "@/lib/domain/ticket/permitted-commands";
import type { Overlay, Ticket } from "@/lib/domain/ticket/ticket";
import { readClock } from "../command";
import { query } from "../query";
import { readCalendar } from "../shared/city-rules";
import { dayIn } from "../shared/day";
import { limitsInForce } from "../shared/limits";
import { calendarsOf, loadInScope } from "../shared/ticket-command";
import { readHistory } from "../shared/ticket-history";
import { validOn } from "../shared/valid-on";

/** Everything the ticket's panel shows to an actor who may see it, read at `readAt` of the database's clock. */
export const loadTicket = query({
  permission: "view_ticket",
  input: z.object({ number: z.string().regex(/^\d{12,16}$/) }),
  async run(context, { number }) {
    const { db, actor } = context;
    const { ticket, scoped } = await loadInScope(db, actor, number);
    const [extra] = await db
      .select({
        description: tickets.description,
        reporterName: tickets.reporterName,
        reporterPhone: tickets.reporterPhone,
        class: classes,
        cell: { code: grids.code, name: grids.name, nameEn: grids.nameEn, key: grids.key },
      })
      .from(tickets)
      .innerJoin(classes, eq(classes.id, tickets.classId))
      .innerJoin(grids, eq(grids.id, tickets.cellId))
      .where(eq(tickets.id, ticket.id));
    if (!extra) throw new Error("the ticket was just read");
    const order = ["city", "district", "street", "community"];
    const path = await db
      .select({ level: areas.level, name: areas.name, nameEn: areas.nameEn, code: areas.code })
      .from(areas)
      .where(inArray(areas.id, [ticket.cityId, ticket.districtId, ticket.streetId, ticket.communityId]));
    const [desk] = await db
      .select({ name: desks.name, nameEn: desks.nameEn })
      .from(desks)
      .where(eq(desks.areaId, ticket.deskAreaId));
    const canSeeReporter = standingsOf(actor, scoped).some(
      ({ role, scopes }) =>
        scopes.has("own") ||
        ((role === "call_taker" || role === "acceptor" || role === "shift_leader") &&
          scopes.has("territory")),
    );
    const calendar = await readCalendar(db);
    const calendarOf = await calendarsOf(db, ticket, calendar);
    const readAt = context.clock?.() ?? (await readClock(db));
    return {
      readAt,
      ticket,
      class: extra.class,
      cell: extra.cell,
      path: path.toSorted((a, b) => order.indexOf(a.level) - order.indexOf(b.level)),
      desk: desk ?? null,
      description: extra.description,
      reporter: canSeeReporter ? { name: extra.reporterName, phone: extra.reporterPhone } : null,
      reportedBy: ticket.reportedByUserId ? await nameOfUser(db, ticket.reportedByUserId) : null,
      parts: await namedAssignments(db, ticket, calendarOf),
      overlays: await namedOverlays(db, ticket.overlays),
      photos: await photosOf(db, ticket.id),
      history: await readHistory(db, ticket.id),
      conditions: await conditionsOf(db, ticket, dayIn(calendar.timeZone, readAt)),
      commands: permittedCommands(actor, ticket, extra.class),
      taskUserName: ticket.taskUserId ? await nameOfUser(db, ticket.taskUserId) : null,
      mergedInto: ticket.mergedIntoId ? await numberOf(db, ticket.mergedIntoId) : null,
    };
  },
});

export type TicketDetail = Awaited<ReturnType<typeof loadTicket>>;

async function nameOfUser(db: Db, id: string): Promise<string | null> {
  const [row] = await db.select({ name: users.name }).from(users).where(eq(users.id, id));
  return row?.name ?? null;
}

async function numberOf(db: Db, id: string): Promise<string | null> {
  const [row] = await db.select({ number: tickets.number }).from(tickets).where(eq(tickets.id, id));
  return row?.number ?? null;
}

async function namedAssignments(db: Db, ticket: Ticket, calendarOf: CalendarOf) {
  if (ticket.assignments.length === 0) return [];
  const unitIds = ticket.assignments.map(({ unitId }) => unitId);
  const unitRows = await db
    .select({ id: units.id, name: units.name, nameEn: units.nameEn, kind: units.kind, phone: units.phone })
    .from(units)
    .where(inArray(units.id, unitIds));
  const sectionIds = ticket.assignments.flatMap(({ sectionId }) => sectionId ?? []);
  const sectionRows = sectionIds.length
    ? await db
        .select({ id: sections.id, name: sections.name, nameEn: sections.nameEn })
        .from(sections)
        .where(inArray(sections.id, sectionIds))
    : [];
  const personIds = ticket.assignments.flatMap(({ personId }) => personId ?? []);
  const personRows = personIds.length
    ? await db
        .select({ id: persons.id, name: persons.name, phone: persons.phone })
        .from(persons)
        .where(inArray(persons.id, personIds))
    : [];
  return ticket.assignments.map((assignment) => ({
    ...assignment,
    unit: unitRows.find(({ id }) => id === assignment.unitId) ?? null,
    section: sectionRows.find(({ id }) => id === assignment.sectionId) ?? null,
    person: personRows.find(({ id }) => id === assignment.personId) ?? null,
    explanation: explainDeadline(assignment.clock, calendarOf),
  }));
}

const detailsSchema = z.object({
  value: z.number().optional().catch(undefined),
  unit: z.string().optional().catch(undefined),
  plan: z.string().optional().catch(undefined),
  reviewOn: z.string().optional().catch(undefined),
  level: z.number().optional().catch(undefined),
  number: z.string().optional().catch(undefined),
  stars: z.number().optional().catch(undefined),
  unitIds: z.array(z.string()).optional().catch(undefined),
  arrivals: z
    .array(z.object({ unitId: z.string(), at: z.string(), metres: z.number() }))
    .optional()
    .catch(undefined),
});

/** Overlays with names in the place of ids. Who asked is a unit, a user, or the system (see `askerOf`). */
async function namedOverlays(db: Db, overlays: readonly Overlay[]) {
  if (overlays.length === 0) return [];
  const read = overlays.map((overlay) => ({ overlay, details: detailsSchema.parse(overlay.details) }));
  const isId = (value: string | null) => value !== null && z.uuid().safeParse(value).success;
  const ids = read
    .flatMap(({ overlay, details }) => [overlay.askedBy, overlay.decidedBy, ...(details.unitIds ?? [])])
    .filter((value): value is string => isId(value));
  const named = ids.length
    ? [
        ...(await db
          .select({ id: units.id, name: units.name, nameEn: units.nameEn })
          .from(units)
          .where(inArray(units.id, ids))),
        ...(await db
          .select({ id: users.id, name: users.name, nameEn: users.name })
          .from(users)
          .where(inArray(users.id, ids))),
      ]
    : [];
  const nameOf = (value: string | null) => named.find(({ id }) => id === value) ?? null;
  return read.map(({ overlay, details: { unitIds = [], arrivals = [], ...details } }) => ({
    id: overlay.id,
    kind: overlay.kind,
    state: overlay.state,
    assignmentId: overlay.assignmentId,
    askedAt: overlay.askedAt,
    decidedAt: overlay.decidedAt,
    until: overlay.until,
    reason: overlay.reason,
    details,
    asked: nameOf(overlay.askedBy),
    askedByPost: posts.find((post) => post === overlay.askedBy) ?? null,
    decided: nameOf(overlay.decidedBy),
    called: unitIds.map((id) => ({
      name: nameOf(id),
      arrival: arrivals.find(({ unitId }) => unitId === id) ?? null,
    })),
  }));
}

async function photosOf(db: Db, ticketId: string) {
  return db
    .select({
      id: attachments.id,
      batch: attachments.batch,
      eventSeq: attachments.eventSeq,
      width: attachments.width,
      height: attachments.height,
      isPublic: attachments.isPublic,
      createdAt: attachments.createdAt,
    })
    .from(attachments)
    .where(eq(attachments.ticketId, ticketId))
    .orderBy(asc(attachments.eventSeq), asc(attachments.createdAt));
}

/** The conditions in use on the day, and the one the ticket was filed under. */
async function conditionsOf(db: Db, { classId, conditionId }: Ticket, day: string) {
  const rows = await db
    .select({
      id: classConditions.id,
      name: classConditions.name,
      nameEn: classConditions.nameEn,
      closing: classConditions.closing,
      closingEn: classConditions.closingEn,
    })
    .from(classConditions)
    .innerJoin(classes, eq(classes.id, classConditions.classId))
    .where(
      and(
        eq(classConditions.classId, classId),
        or(
          conditionId ? eq(classConditions.id, conditionId) : undefined,
          and(validOn({ validTo: classConditions.validTo }, day), validOn({ validTo: classes.validTo }, day)),
        ),
      ),
    )
    .orderBy(asc(classConditions.position));
  const limits = await limitsInForce(
    db,
    rows.map(({ id }) => id),
    day,
  );
  return rows.flatMap((row) => {
    const limit = limits.get(row.id);
    return limit
      ? [{ ...row, limitValue: limit.value, limitUnit: limit.unit, limitSource: limit.source }]
      : [];
  });
}
