import type { Appointment } from "../actor";
import type { WorkingCalendar } from "../calendar";
import { type ClockFact, dueAt, type Limit, recomputeClock } from "../deadline";
import { AppError } from "../errors";
import type { AreaLevel } from "../posts";
import type { Changes } from "./evolve";
import { endOpenOverlays } from "./overlay";
import {
  type Assignment,
  activeAssignments,
  leadAssignment,
  stateOfAssignments,
  type Ticket,
} from "./ticket";

export type Chosen = {
  id: string;
  role: "lead" | "co";
  level: AreaLevel;
  unitId: string;
  sectionId?: string | null | undefined;
  personId?: string | null | undefined;
};

/** A unit's clock starts at its own dispatch (design §3). */
export function startAssignment(
  chosen: Chosen,
  position: number,
  now: Date,
  limit: Limit,
  acceptLimit: Limit,
  calendar: WorkingCalendar,
): Assignment {
  const clock: ClockFact[] = [
    { kind: "started", at: now.toISOString(), limit, calendarVersion: calendar.version },
  ];
  return {
    id: chosen.id,
    position,
    role: chosen.role,
    level: chosen.level,
    unitId: chosen.unitId,
    sectionId: chosen.sectionId ?? null,
    personId: chosen.personId ?? null,
    state: "assigned",
    startedAt: now.toISOString(),
    acceptDueAt: dueAt(now, acceptLimit, calendar).toISOString(),
    acceptedAt: null,
    handedInAt: null,
    handedBackAt: null,
    dueAt: dueAt(now, limit, calendar).toISOString(),
    isPaused: false,
    isOverdue: false,
    clock,
  };
}

export type CalendarOf = (version: number) => WorkingCalendar;

/** Adds one fact to an assignment's clock; the deadline is always recomputed from all of them. */
export function withFact(
  assignment: Assignment,
  fact: ClockFact,
  calendarOf: CalendarOf,
): Pick<Assignment, "id" | "clock" | "dueAt" | "isPaused"> {
  const clock = [...assignment.clock, fact];
  const state = recomputeClock(clock, calendarOf);
  return {
    id: assignment.id,
    clock,
    dueAt: state.dueAt.toISOString(),
    isPaused: state.pausedAt !== null,
  };
}

/** The actor's own active part in the ticket, by unit, section or person; else it is not theirs to move. */
export function ownAssignment(ticket: Ticket, appointment: Appointment | null): Assignment {
  const own = activeAssignments(ticket).find((assignment) => {
    if (!appointment) return false;
    if (appointment.post === "handler") return assignment.personId === appointment.personId;
    if (appointment.post === "section_head") return assignment.sectionId === appointment.sectionId;
    return assignment.unitId === appointment.unitId;
  });
  if (!own) throw new AppError("forbidden");
  return own;
}

export function requireAssignmentState(assignment: Assignment, states: readonly Assignment["state"][]): void {
  if (!states.includes(assignment.state))
    throw new AppError("illegal_transition", {}, { state: assignment.state });
}

/** Past its deadline, called or not; a paused clock is not late however long it waits. */
export function isLate(assignment: Assignment, now: Date): boolean {
  return assignment.isOverdue || (!assignment.isPaused && now.toISOString() > assignment.dueAt);
}

/** Changes to one assignment, and the state the ticket takes from all of them. */
export function moveAssignment(
  ticket: Ticket,
  patch: Partial<Assignment> & { id: string },
  more: Changes["ticket"] = {},
): Changes {
  const assignments = ticket.assignments.map((row) => (row.id === patch.id ? { ...row, ...patch } : row));
  return { ticket: { state: stateOfAssignments(assignments), ...more }, assignments: [patch] };
}

/** Sends the work back: rework and reopening run the same clock on (返工不重计时). */
export function backToHandling(
  ticket: Ticket,
  now: Date,
  calendarOf: CalendarOf,
  ids?: readonly string[],
): (Partial<Assignment> & { id: string })[] {
  const lead = leadAssignment(ticket);
  return activeAssignments(ticket)
    .filter((assignment) => assignment.state === "handed_back")
    .filter(
      (assignment) => !ids || ids.length === 0 || ids.includes(assignment.id) || assignment.id === lead?.id,
    )
    .map((assignment) => ({
      ...withFact(assignment, { kind: "reopened", at: now.toISOString() }, calendarOf),
      state: "handling" as const,
      handedInAt: null,
      handedBackAt: null,
    }));
}

/** Hands the part back: the clock stops, a pause ends with it, and the ticket follows when all are back. */
export function handBackChanges(ticket: Ticket, own: Assignment, now: Date, calendarOf: CalendarOf): Changes {
  const at = now.toISOString();
  const running = own.isPaused ? { ...own, ...withFact(own, { kind: "resumed", at }, calendarOf) } : own;
  const patch = {
    ...withFact(running, { kind: "stopped", at }, calendarOf),
    state: "handed_back" as const,
    handedInAt: own.handedInAt ?? at,
    handedBackAt: at,
  };
  const moved = moveAssignment(ticket, patch);
  const isBack = moved.ticket?.state === "handed_back";
  const ended = endOpenOverlays({
    ...ticket,
    overlays: ticket.overlays.filter(({ assignmentId }) => assignmentId === own.id),
  });
  return {
    ...moved,
    ticket: { ...moved.ticket, ...(isBack ? { handedBackAt: at } : {}) },
    overlays: ended,
  };
}
