import type { Scope } from "./permissions";
import type { AreaLevel, Post, Role } from "./posts";
import { activeAssignments, isWhistledFor, type Ticket } from "./ticket/ticket";

/** One post of one person, with where it holds. Read from the database on each request. */
export type Appointment = {
  id: string;
  post: Post;
  areaId: string;
  areaLevel: AreaLevel;
  unitId: string | null;
  sectionId: string | null;
  personId: string | null;
  /** Cells of a grid worker, grid head or supervisor. */
  cellIds: readonly string[];
  /** Responsible kind a line authority answers for in the whole city. */
  lineKind: string | null;
};

export type UserActor = {
  kind: "user";
  userId: string;
  name: string;
  appointments: readonly Appointment[];
};
/** Somebody without an account; `ticketId` once a tracking code was shown to be right. */
export type PublicActor = { kind: "public"; ticketId: string | null };
export type SystemActor = { kind: "job" | "importer" };
export type Actor = UserActor | PublicActor | SystemActor;

const levelRank: Record<AreaLevel, number> = { community: 0, street: 1, district: 2, city: 3 };

/** Everything `scopesOf` needs of a ticket. */
export type ScopedTicket = Pick<
  Ticket,
  | "id"
  | "level"
  | "deskAreaId"
  | "cityId"
  | "districtId"
  | "streetId"
  | "communityId"
  | "cellId"
  | "reportedByUserId"
  | "taskUserId"
  | "assignments"
  | "overlays"
> & { responsibleKind: string };

/** How this appointment stands to the ticket; empty when the ticket does not exist for it. */
export function scopesOf(appointment: Appointment, userId: string, ticket: ScopedTicket): Set<Scope> {
  const found = new Set<Scope>();
  const path = [ticket.cityId, ticket.districtId, ticket.streetId, ticket.communityId];
  if (path.includes(appointment.areaId)) {
    found.add("territory");
    if (levelRank[ticket.level] < levelRank[appointment.areaLevel]) found.add("below");
  }
  if (ticket.deskAreaId === appointment.areaId) found.add("desk");
  for (const assignment of activeAssignments(ticket)) {
    if (appointment.unitId && assignment.unitId === appointment.unitId) found.add("unit");
    if (appointment.sectionId && assignment.sectionId === appointment.sectionId) found.add("section");
    if (appointment.personId && assignment.personId === appointment.personId) found.add("person");
  }
  if (isWhistledFor(ticket, appointment.unitId)) found.add("called");
  if (ticket.taskUserId === userId) found.add("task");
  if (appointment.cellIds.includes(ticket.cellId)) found.add("grid");
  if (ticket.reportedByUserId === userId) found.add("own");
  if (appointment.lineKind !== null && appointment.lineKind === ticket.responsibleKind) found.add("line");
  return found;
}

/** The standings of any actor: each role it may act in, with its scopes for this ticket. */
export function standingsOf(
  actor: Actor,
  ticket: ScopedTicket | null,
): { role: Role; scopes: Set<Scope>; appointment: Appointment | null }[] {
  if (actor.kind === "user") {
    return actor.appointments.map((appointment) => {
      const held = ticket ? scopesOf(appointment, actor.userId, ticket) : new Set<Scope>();
      held.add("any");
      return { role: appointment.post, scopes: held, appointment };
    });
  }
  const held = new Set<Scope>(["any"]);
  if (actor.kind === "public" && ticket && actor.ticketId === ticket.id) held.add("code");
  return [{ role: actor.kind, scopes: held, appointment: null }];
}
