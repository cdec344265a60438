import type { TicketState } from "./states";
import type { TicketCommand } from "./ticket/commands";
import type { Changes } from "./ticket/evolve";

/**
 * What the reporter is told of a ticket's history: steps in plain words, without persons, reasons between
 * officials, notes, pressing and what lies over the state. Words: messages `track.step.<name>`.
 */
export const publicStepNames = [
  "reported",
  "checking",
  "confirmed",
  "not_found",
  "accepted",
  "filed",
  "given",
  "redirected",
  "handling",
  "done",
  "inspecting",
  "passed",
  "failed",
  "waived",
  "rework",
  "deferred",
  "long_term",
  "resumed",
  "closed",
  "declined",
  "refused",
  "voided",
  "merged",
  "reviewed",
  "reopened",
  "rated",
] as const;
export type PublicStepName = (typeof publicStepNames)[number];

export type PublicStep = {
  seq: number;
  /** ISO time. */
  at: string;
  name: PublicStepName;
  /** The units it is about: their names are public. */
  unitIds: string[];
  /** The ticket's state after it. */
  state: TicketState;
};

/** One event as far as steps need it. */
export type StepEvent = {
  seq: number;
  at: string;
  type: TicketCommand;
  /** What an official chose in a list (`opinion`, `grant`); words are not looked at. */
  opinion: string | null;
  grant: string | null;
  changes: Changes;
};

const fixed: Partial<Record<TicketCommand, PublicStepName>> = {
  report: "reported",
  request_check: "checking",
  propose_filing: "accepted",
  file: "filed",
  recall: "redirected",
  order_inspection: "inspecting",
  reject_result: "rework",
  rework: "rework",
  waive_inspection: "waived",
  close: "closed",
  force_close: "closed",
  solve_here: "closed",
  self_handle: "closed",
  reopen: "reopened",
  rate: "rated",
  decline: "declined",
  refuse: "refused",
  void: "voided",
  merge: "merged",
  review_refusal: "reviewed",
  end_deferral: "resumed",
  end_long_term: "resumed",
};

/** The steps of a whole history, oldest first. Commands that are the officials' own business leave no step. */
export function publicSteps(events: readonly StepEvent[]): PublicStep[] {
  const steps: PublicStep[] = [];
  const unitOf = new Map<string, string>();
  let state: TicketState = "reported";
  for (const event of events) {
    const { assignments = [], ticket = {} } = event.changes;
    // A patch that names its unit is a new assignment.
    const newUnits = assignments.flatMap(({ id, unitId }) => {
      if (unitId) unitOf.set(id, unitId);
      return unitId ? [unitId] : [];
    });
    state = ticket.state ?? state;
    const add = (name: PublicStepName, unitIds: string[] = []) =>
      steps.push({ seq: event.seq, at: event.at, name, unitIds, state });
    const moved = (to: string) =>
      assignments.flatMap((part) => (part.state === to ? (unitOf.get(part.id) ?? []) : []));
    if (newUnits.length > 0) add("given", newUnits);
    const name = fixed[event.type] ?? chosenStep(event, state);
    if (name)
      add(name, name === "handling" ? moved("handling") : name === "done" ? moved("handed_back") : []);
    // By the city's setting a passed inspection closes at once.
    if (event.type === "submit_inspection" && state === "closed") add("closed");
  }
  return steps;
}

/** The step of a command whose outcome decides which one it is; null where the outcome is nobody else's business. */
function chosenStep({ type, opinion, grant }: StepEvent, state: TicketState): PublicStepName | null {
  switch (type) {
    case "submit_check":
    case "record_call_back":
      return opinion === "confirmed" ? "confirmed" : "not_found";
    case "submit_inspection":
      return opinion === "passed" ? "passed" : "failed";
    case "accept_assignment":
    case "accept_by_silence":
      return "handling";
    case "hand_back":
    case "sign_off":
      return "done";
    case "return_assignment":
      return state === "filed" ? "redirected" : null;
    case "decide_deferral":
      return grant === "yes" ? "deferred" : null;
    case "decide_long_term":
      return grant === "yes" ? "long_term" : null;
    default:
      return null;
  }
}
