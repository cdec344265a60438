import { type Actor, type Appointment, standingsOf } from "../actor";
import { isAllowed } from "../permissions";
import { type TicketCommand, ticketCommandNames } from "./commands";
import { activeAssignments, handlingUnitIds, isWhistledFor, openOverlay, type Ticket } from "./ticket";

/** Commands that only time or the reporter does; a desk shows no button for them. */
const notByButton = new Set<TicketCommand>([
  "accept_by_silence",
  "mark_overdue",
  "report",
  "self_handle",
  "rate",
]);

/** What the table lets this actor do now, less what the ticket's overlays and assignments already rule out. */
export function permittedCommands(
  actor: Actor,
  ticket: Ticket,
  ofClass: { responsibleKind: string; isSelfHandleable: boolean },
): TicketCommand[] {
  const standings = standingsOf(actor, { ...ticket, responsibleKind: ofClass.responsibleKind });
  return ticketCommandNames.filter((name) => {
    if (notByButton.has(name)) return false;
    const granted = standings.filter(({ role, scopes }) => isAllowed(role, name, scopes, ticket.state));
    if (name === "solve_here" && !ofClass.isSelfHandleable) return false;
    return granted.some(({ appointment }) => isOpenTo(name, ticket, actor, appointment));
  });
}

function isOpenTo(
  name: TicketCommand,
  ticket: Ticket,
  actor: Actor,
  appointment: Appointment | null,
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
      return isWhistledFor(ticket, appointment?.unitId ?? null);
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
