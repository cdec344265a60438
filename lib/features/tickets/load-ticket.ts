import "server-only";
import { and, asc, eq, inArray, isNull } from "drizzle-orm";
import { z } from "zod";
import type { Db } from "@/db/client";
import {
  areas,
  attachments,
  classConditions,
  classes,
  classLimits,
  events,
  grids,
  persons,
  sections,
  tickets,
  units,
  users,
} from "@/db/schema";
import { type Actor, standingsOf } from "@/lib/domain/actor";
import { isAllowed } from "@/lib/domain/permissions";
import { type TicketCommand, ticketCommandNames } from "@/lib/domain/ticket/commands";
import type { TicketEventPayload } from "@/lib/domain/ticket/evolve";
import { activeAssignments, handlingUnitIds, openOverlay, type Ticket } from "@/lib/domain/ticket/ticket";
import { query } from "../query";
import { loadInScope } from "../shared/ticket-command";

/** Commands that only time or the reporter does; a desk shows no button for them. */
const notByButton = new Set<TicketCommand>([
  "accept_by_silence",
  "mark_overdue",
  "report",
  "self_handle",
  "rate",
]);

/** What the table lets this actor do now, less what the ticket's overlays and assignments already rule out. */
export function permittedCommands(actor: Actor, ticket: Ticket, responsibleKind: string): TicketCommand[] {
  const standings = standingsOf(actor, { ...ticket, responsibleKind });
  return ticketCommandNames.filter((name) => {
    if (notByButton.has(name)) return false;
    const granted = standings.filter(({ role, scopes }) => isAllowed(role, name, scopes, ticket.state));
    return granted.some(({ appointment }) => isOpenTo(name, ticket, actor, appointment));
  });
}

function isOpenTo(
  name: TicketCommand,
  ticket: Ticket,
  actor: Actor,
  appointment: ReturnType<typeof standingsOf>[number]["appointment"],
): boolean {
  const own = appointment
    ? activeAssignments(ticket).find((assignment) => {
        if (appointment.post === "handler") return assignment.personId === appointment.personId;
        if (appointment.post === "section_head") return assignment.sectionId === appointment.sectionId;
        return assignment.unitId === appointment.unitId;
      })
    : undefined;
  const isOwnWork =
    actor.kind === "user" &&
    actor.appointments.some(({ unitId }) => unitId !== null && handlingUnitIds(ticket).has(unitId));
  switch (name) {
    case "accept_assignment":
    case "return_assignment":
      return own?.state === "assigned";
    case "assign_person":
      return own?.state === "assigned" || own?.state === "handling";
    case "hand_in":
    case "hand_back":
      return own?.state === "handling";
    case "sign_off":
    case "unit_send_back":
      return own?.state === "unit_review";
    case "recall":
      return activeAssignments(ticket).every(({ acceptedAt }) => acceptedAt === null);
    case "request_extension":
      return (
        own !== undefined &&
        own.state !== "handed_back" &&
        !own.isOverdue &&
        !openOverlay(ticket, "extension")
      );
    case "request_deferral":
    case "request_long_term":
      return (
        own !== undefined &&
        own.state !== "handed_back" &&
        !own.isOverdue &&
        !openOverlay(ticket, "deferral") &&
        !openOverlay(ticket, "long_term")
      );
    case "decide_extension":
      return openOverlay(ticket, "extension")?.state === "requested";
    case "decide_deferral":
      return openOverlay(ticket, "deferral")?.state === "requested";
    case "end_deferral":
      return openOverlay(ticket, "deferral")?.state === "active";
    case "decide_long_term":
      return openOverlay(ticket, "long_term")?.state === "requested";
    case "review_long_term":
    case "end_long_term":
      return openOverlay(ticket, "long_term")?.state === "active";
    case "open_dispute":
      return !openOverlay(ticket, "dispute");
    case "rule_dispute":
      return openOverlay(ticket, "dispute") !== undefined;
    case "supervise":
      return ticket.supervisionLevel < 3;
    case "withdraw_supervision":
      return ticket.supervisionLevel > 0;
    case "whistle":
      return !openOverlay(ticket, "whistle");
    case "whistle_arrive":
    case "whistle_rate":
      return openOverlay(ticket, "whistle") !== undefined;
    case "hand_down":
      return !openOverlay(ticket, "leader_matter");
    case "answer_leader":
      return openOverlay(ticket, "leader_matter") !== undefined;
    case "close":
      return !isOwnWork && (ticket.inspectionOpinion === "passed" || ticket.isInspectionWaived);
    case "rework":
    case "force_close":
    case "waive_inspection":
    case "order_inspection":
    case "reject_result":
      return !isOwnWork;
    case "escalate":
      return ticket.level !== "city";
    case "pass_down":
      return ticket.level !== "community";
    case "solve_here":
      return ticket.level === "community" || ticket.level === "street";
    default:
      return true;
  }
}

/** Everything the ticket's panel shows to an actor who may see it. */
export const loadTicket = query({
  permission: "view_ticket",
  input: z.object({ number: z.string().regex(/^\d{12,16}$/) }),
  async run({ db, actor }, { number }) {
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
    const path = await db
      .select({ id: areas.id, level: areas.level, name: areas.name, nameEn: areas.nameEn, code: areas.code })
      .from(areas)
      .where(inArray(areas.id, [ticket.cityId, ticket.districtId, ticket.streetId, ticket.communityId]));
    const canSeeReporter = standingsOf(actor, scoped).some(
      ({ role, scopes }) =>
        scopes.has("own") ||
        ((role === "call_taker" || role === "acceptor" || role === "shift_leader") &&
          scopes.has("territory")),
    );
    return {
      ticket,
      class: extra.class,
      cell: extra.cell,
      path,
      description: extra.description,
      reporter: canSeeReporter ? { name: extra.reporterName, phone: extra.reporterPhone } : null,
      parts: await namedAssignments(db, ticket),
      photos: await photosOf(db, ticket.id),
      timeline: await timelineOf(db, ticket.id),
      conditions: await conditionsOf(db, ticket.classId),
      commands: permittedCommands(actor, ticket, extra.class.responsibleKind),
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

async function namedAssignments(db: Db, ticket: Ticket) {
  if (ticket.assignments.length === 0) return [];
  const unitRows = await db
    .select({ id: units.id, name: units.name, nameEn: units.nameEn, kind: units.kind, phone: units.phone })
    .from(units)
    .where(
      inArray(
        units.id,
        ticket.assignments.map(({ unitId }) => unitId),
      ),
    );
  const sectionIds = ticket.assignments.flatMap(({ sectionId }) => sectionId ?? []);
  const personIds = ticket.assignments.flatMap(({ personId }) => personId ?? []);
  const sectionRows = sectionIds.length
    ? await db.select().from(sections).where(inArray(sections.id, sectionIds))
    : [];
  const personRows = personIds.length
    ? await db.select().from(persons).where(inArray(persons.id, personIds))
    : [];
  return ticket.assignments.map((assignment) => ({
    ...assignment,
    unit: unitRows.find(({ id }) => id === assignment.unitId) ?? null,
    sectionName: sectionRows.find(({ id }) => id === assignment.sectionId)?.name ?? null,
    sectionNameEn: sectionRows.find(({ id }) => id === assignment.sectionId)?.nameEn ?? null,
    personName: personRows.find(({ id }) => id === assignment.personId)?.name ?? null,
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

async function timelineOf(db: Db, ticketId: string) {
  const rows = await db
    .select({
      seq: events.seq,
      type: events.type,
      at: events.at,
      actorKind: events.actorKind,
      actorPost: events.actorPost,
      actorName: users.name,
      payload: events.payload,
    })
    .from(events)
    .leftJoin(users, eq(users.id, events.actorUserId))
    .where(and(eq(events.subjectKind, "ticket"), eq(events.subjectId, ticketId)))
    .orderBy(asc(events.seq));
  return rows.map(({ payload, ...row }) => {
    // A ticket's events all carry this payload: `appendEvent` of the ticket kernel writes no other.
    const { said, changes, photos } = payload as TicketEventPayload;
    return { ...row, said, stateAfter: changes.ticket?.state ?? null, photoIds: photos.map(({ id }) => id) };
  });
}

async function conditionsOf(db: Db, classId: string) {
  return db
    .select({
      id: classConditions.id,
      name: classConditions.name,
      nameEn: classConditions.nameEn,
      closing: classConditions.closing,
      closingEn: classConditions.closingEn,
      limitValue: classLimits.value,
      limitUnit: classLimits.unit,
      limitSource: classLimits.source,
    })
    .from(classConditions)
    .innerJoin(classLimits, and(eq(classLimits.conditionId, classConditions.id), isNull(classLimits.validTo)))
    .where(eq(classConditions.classId, classId))
    .orderBy(asc(classConditions.position));
}
