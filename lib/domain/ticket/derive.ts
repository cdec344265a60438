import type { WorkingCalendar } from "../calendar";
import { dueAt, type Limit } from "../deadline";
import type { CitySettings } from "../settings";
import { isOpen, type TicketState } from "../states";
import { activeAssignments, leadAssignment, openOverlay, type Ticket } from "./ticket";

/** The limit of a step, where the step is the desk's; while a unit works its own clock counts instead. */
export function stepLimit(state: TicketState, settings: CitySettings): Limit | null {
  switch (state) {
    case "reported":
      return settings["limit.accept"];
    case "checking":
      return settings["limit.check"];
    case "proposed":
      return settings["limit.file"];
    case "filed":
      return settings["limit.dispatch"];
    case "handed_back":
      return settings["limit.orderInspection"];
    case "inspecting":
      return settings["limit.inspect"];
    case "closing":
      return settings["limit.close"];
    case "assigned":
    case "handling":
    case "unit_review":
    case "closed":
    case "declined":
    case "refused":
    case "merged":
    case "voided":
      return null;
    default: {
      const never: never = state;
      return never;
    }
  }
}

export type DerivedFields = Pick<
  Ticket,
  | "leadUnitId"
  | "unitDueAt"
  | "isOverdue"
  | "isSuspended"
  | "isDisputed"
  | "closedAt"
  | "endedAt"
  | "stepStartedAt"
  | "stepDueAt"
  | "isStepOverdue"
>;

/**
 * The fields that follow from the others. `before` is the ticket as it was, `next` with the command's
 * own changes; a step's clock starts anew when state or desk changes, and never otherwise.
 */
export function derive(
  before: Ticket | null,
  next: Ticket,
  now: Date,
  settings: CitySettings,
  calendar: WorkingCalendar,
): DerivedFields {
  const lead = leadAssignment(next);
  const hasEnded = !isOpen(next.state);
  const isNewStep = !before || before.state !== next.state || before.deskAreaId !== next.deskAreaId;
  const limit = stepLimit(next.state, settings);
  const paused = openOverlay(next, "deferral") ?? openOverlay(next, "long_term");
  return {
    leadUnitId: lead?.unitId ?? null,
    unitDueAt: lead?.dueAt ?? null,
    isOverdue: next.isPromiseOverdue || activeAssignments(next).some((assignment) => assignment.isOverdue),
    isSuspended: !hasEnded && paused?.state === "active",
    isDisputed: !hasEnded && openOverlay(next, "dispute") !== undefined,
    closedAt: next.state === "closed" ? (before?.closedAt ?? now.toISOString()) : null,
    endedAt: hasEnded ? (before?.endedAt ?? now.toISOString()) : null,
    stepStartedAt: isNewStep ? now.toISOString() : next.stepStartedAt,
    stepDueAt: isNewStep ? (limit ? dueAt(now, limit, calendar).toISOString() : null) : next.stepDueAt,
    isStepOverdue: isNewStep ? false : next.isStepOverdue,
  };
}

/**
 * The next moment at which time itself will do something to the ticket (a clock runs out, silence
 * counts as acceptance, a deferral ends); null when none. The sweep looks at nothing else.
 */
export function nextDueAt(ticket: Ticket): string | null {
  if (!isOpen(ticket.state)) return null;
  const moments: (string | null)[] = [
    ticket.isStepOverdue ? null : ticket.stepDueAt,
    ticket.isPromiseOverdue ? null : ticket.promiseDueAt,
  ];
  for (const assignment of activeAssignments(ticket)) {
    if (assignment.state === "assigned") moments.push(assignment.acceptDueAt);
    if (assignment.state !== "handed_back" && !assignment.isOverdue && !assignment.isPaused)
      moments.push(assignment.dueAt);
  }
  for (const overlay of ticket.overlays)
    if (overlay.kind === "deferral" && overlay.state === "active") moments.push(overlay.until);
  const sorted = moments.filter((moment) => moment !== null).sort();
  return sorted[0] ?? null;
}
