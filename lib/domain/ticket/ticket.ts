import type { ClockFact } from "../deadline";
import type { AreaLevel } from "../posts";
import type { TicketState } from "../states";

/** How a problem came in; stays on the ticket for ever (peers lose it, and nobody can count channels). */
export const channels = ["public", "hotline", "field", "desk", "leader", "import"] as const;
export type Channel = (typeof channels)[number];

export const assignmentStates = [
  "assigned",
  "handling",
  "unit_review",
  "handed_back",
  "returned",
  "recalled",
] as const;
export type AssignmentState = (typeof assignmentStates)[number];
export const activeAssignmentStates = [
  "assigned",
  "handling",
  "unit_review",
  "handed_back",
] as const satisfies AssignmentState[];

/** One unit's part in a ticket, with its own clock (design §3, Levels). Times are ISO strings in UTC. */
export type Assignment = {
  id: string;
  position: number;
  role: "lead" | "co";
  level: AreaLevel;
  unitId: string;
  sectionId: string | null;
  personId: string | null;
  state: AssignmentState;
  startedAt: string;
  /** Silence counts as accepted after this moment. */
  acceptDueAt: string;
  acceptedAt: string | null;
  handedInAt: string | null;
  handedBackAt: string | null;
  dueAt: string;
  isPaused: boolean;
  isOverdue: boolean;
  /** The clock's history; `dueAt` is always what `recomputeClock` makes of it. */
  clock: ClockFact[];
};

export const overlayKinds = [
  "extension",
  "deferral",
  "long_term",
  "dispute",
  "supervision",
  "whistle",
  "leader_matter",
] as const;
export type OverlayKind = (typeof overlayKinds)[number];
export const overlayStates = ["requested", "active", "declined", "ended"] as const;
export type OverlayState = (typeof overlayStates)[number];

/** Something laid over the state without changing it: who asked, who granted, until when. */
export type Overlay = {
  id: string;
  kind: OverlayKind;
  state: OverlayState;
  assignmentId: string | null;
  askedBy: string;
  askedAt: string;
  decidedBy: string | null;
  decidedAt: string | null;
  until: string | null;
  reason: string;
  details: Record<string, unknown>;
};

/** The ticket as its events make it. Row columns are these fields; nothing else decides anything. */
export type Ticket = {
  id: string;
  number: string;
  state: TicketState;
  /** Number of events so far; a command names the one it read. */
  version: number;
  channel: Channel;
  level: AreaLevel;
  deskAreaId: string;
  cityId: string;
  districtId: string;
  streetId: string;
  communityId: string;
  cellId: string;
  isInReviewArea: boolean;
  classId: string;
  conditionId: string | null;
  lng: number;
  lat: number;
  placeWords: string;
  descriptionHash: string;
  reporterHash: string | null;
  reportedByUserId: string | null;
  reportedAt: string;
  filedAt: string | null;
  dispatchedAt: string | null;
  handedBackAt: string | null;
  closedAt: string | null;
  endedAt: string | null;
  stepStartedAt: string;
  stepDueAt: string | null;
  unitDueAt: string | null;
  promiseDueAt: string | null;
  isStepOverdue: boolean;
  /** The promise to the citizen ran out; derived `isOverdue` also counts the units' clocks. */
  isPromiseOverdue: boolean;
  isOverdue: boolean;
  isSuspended: boolean;
  isDisputed: boolean;
  supervisionLevel: number;
  leadUnitId: string | null;
  taskKind: "check" | "inspection" | null;
  taskUserId: string | null;
  checkOpinion: "confirmed" | "not_found" | null;
  inspectionOpinion: "passed" | "failed" | null;
  isInspectionWaived: boolean;
  isClosedByForce: boolean;
  isClosedBySameHand: boolean;
  isSpotCheckDrawn: boolean;
  urgeCount: number;
  returnCount: number;
  reworkCount: number;
  reopenCount: number;
  extensionCount: number;
  mergedIntoId: string | null;
  recurrenceOfId: string | null;
  outcome: string | null;
  publicReply: string | null;
  rating: number | null;
  assignments: Assignment[];
  overlays: Overlay[];
};

export function activeAssignments(ticket: Pick<Ticket, "assignments">): Assignment[] {
  return ticket.assignments.filter((assignment) =>
    (activeAssignmentStates as readonly AssignmentState[]).includes(assignment.state),
  );
}

export function leadAssignment(ticket: Pick<Ticket, "assignments">): Assignment | undefined {
  return activeAssignments(ticket).find((assignment) => assignment.role === "lead");
}

/**
 * The ticket follows its lead unit; while a co-unit still works, a lead that handed back waits in
 * `handling`. No active lead: back to the dispatcher.
 */
export function stateOfAssignments(assignments: Assignment[]): TicketState {
  const active = activeAssignments({ assignments });
  const lead = active.find((assignment) => assignment.role === "lead");
  if (!lead) return "filed";
  if (lead.state === "handed_back") {
    return active.every((assignment) => assignment.state === "handed_back") ? "handed_back" : "handling";
  }
  return lead.state as TicketState & AssignmentState;
}

export function openOverlay(ticket: Pick<Ticket, "overlays">, kind: OverlayKind): Overlay | undefined {
  return ticket.overlays.find(
    (overlay) => overlay.kind === kind && (overlay.state === "requested" || overlay.state === "active"),
  );
}

/** Does somebody wait at the place for this unit to come (吹哨)? */
export function isWhistledFor(ticket: Pick<Ticket, "overlays">, unitId: string | null): boolean {
  const called = openOverlay(ticket, "whistle")?.details.unitIds;
  return unitId !== null && Array.isArray(called) && called.includes(unitId);
}

/** Every unit that ever worked on the ticket and was not sent away: nobody of these inspects or closes it. */
export function handlingUnitIds(ticket: Pick<Ticket, "assignments">): Set<string> {
  return new Set(activeAssignments(ticket).map((assignment) => assignment.unitId));
}
