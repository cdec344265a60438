import { openStates, type TicketState } from "../states";

/**
 * The life of a ticket as one table (design §3): from which states a command is accepted, and the
 * states it may lead to. `from: []` makes a ticket; `to: "same"` leaves the state alone.
 * Code, documentation and tests read this table.
 */
type Row = { from: readonly TicketState[]; to: readonly TicketState[] | "same" };

const atDesk = ["reported", "proposed", "filed"] as const satisfies TicketState[];
const clockRuns = ["assigned", "handling", "unit_review"] as const satisfies TicketState[];

export const ticketCommands = {
  // intake
  report: { from: [], to: ["reported"] },
  self_handle: { from: [], to: ["closed"] },
  correct_report: { from: ["reported"], to: "same" },
  // accept (受理)
  request_check: { from: ["reported"], to: ["checking"] },
  submit_check: { from: ["checking"], to: ["reported"] },
  record_call_back: { from: ["checking"], to: ["reported"] },
  recall_check: { from: ["checking"], to: ["reported"] },
  propose_filing: { from: ["reported"], to: ["proposed"] },
  decline: { from: ["reported"], to: ["declined"] },
  merge: { from: ["reported"], to: ["merged"] },
  // file (立案)
  file: { from: ["proposed"], to: ["filed"] },
  refuse: { from: ["proposed"], to: ["refused"] },
  send_back: { from: ["proposed"], to: ["reported"] },
  review_refusal: { from: ["declined", "refused"], to: ["reported"] },
  void: { from: ["filed", "assigned", "handling"], to: ["voided"] },
  // dispatch (派遣)
  dispatch: { from: ["filed"], to: ["assigned"] },
  recall: { from: ["assigned"], to: ["filed"] },
  add_co_unit: { from: clockRuns, to: "same" },
  // unit (处置). Each assignment has its own state and clock; the ticket follows its lead unit, and is
  // handed back only when the co-units are too (see `stateOfAssignments`).
  accept_assignment: { from: clockRuns, to: clockRuns },
  accept_by_silence: { from: clockRuns, to: clockRuns },
  return_assignment: { from: clockRuns, to: ["filed", ...clockRuns, "handed_back"] },
  assign_person: { from: clockRuns, to: clockRuns },
  hand_in: { from: clockRuns, to: clockRuns },
  unit_send_back: { from: clockRuns, to: clockRuns },
  sign_off: { from: clockRuns, to: [...clockRuns, "handed_back"] },
  hand_back: { from: clockRuns, to: [...clockRuns, "handed_back"] },
  // inspect (核查) and close (结案)
  order_inspection: { from: ["handed_back"], to: ["inspecting"] },
  reject_result: { from: ["handed_back"], to: ["handling"] },
  recall_inspection: { from: ["inspecting"], to: ["handed_back"] },
  submit_inspection: { from: ["inspecting"], to: ["closing", "closed"] },
  waive_inspection: { from: ["handed_back"], to: ["closing"] },
  close: { from: ["closing"], to: ["closed"] },
  rework: { from: ["closing"], to: ["handling"] },
  force_close: { from: ["handed_back", "inspecting", "closing"], to: ["closed"] },
  reopen: { from: ["closed"], to: ["handling", "reported"] },
  rate: { from: ["closed"], to: "same" },
  // levels
  solve_here: { from: ["reported", "filed"], to: ["closed"] },
  pass_down: { from: atDesk, to: "same" },
  escalate: { from: atDesk, to: "same" },
  take_up: { from: atDesk, to: "same" },
  // overlays
  request_extension: { from: clockRuns, to: "same" },
  decide_extension: { from: clockRuns, to: "same" },
  request_deferral: { from: clockRuns, to: "same" },
  decide_deferral: { from: clockRuns, to: "same" },
  end_deferral: { from: clockRuns, to: "same" },
  request_long_term: { from: clockRuns, to: "same" },
  decide_long_term: { from: clockRuns, to: "same" },
  review_long_term: { from: clockRuns, to: "same" },
  end_long_term: { from: clockRuns, to: "same" },
  open_dispute: { from: ["filed", "assigned", "handling"], to: "same" },
  rule_dispute: {
    from: ["filed", "assigned", "handling", "unit_review", "handed_back", "inspecting", "closing"],
    to: "same",
  },
  supervise: { from: openStates, to: "same" },
  withdraw_supervision: { from: openStates, to: "same" },
  urge: { from: openStates, to: "same" },
  whistle: { from: ["reported", "proposed", "filed", "assigned", "handling"], to: "same" },
  whistle_arrive: { from: openStates, to: "same" },
  whistle_rate: { from: openStates, to: "same" },
  hand_down: { from: openStates, to: "same" },
  answer_leader: { from: [...openStates, "closed"], to: "same" },
  // time
  mark_overdue: { from: openStates, to: "same" },
  add_note: { from: openStates, to: "same" },
} as const satisfies Record<string, Row>;

export type TicketCommand = keyof typeof ticketCommands;
export const ticketCommandNames = Object.keys(ticketCommands) as TicketCommand[];

export function fromStates(command: TicketCommand): readonly TicketState[] {
  return ticketCommands[command].from;
}

/** May this command take a ticket from one state to the other? `before` is null for a new ticket. */
export function isAllowedMove(
  command: TicketCommand,
  before: TicketState | null,
  after: TicketState,
): boolean {
  const row: Row = ticketCommands[command];
  if (before === null) return row.from.length === 0 && row.to !== "same" && row.to.includes(after);
  if (!row.from.includes(before)) return false;
  return row.to === "same" ? before === after : row.to.includes(after);
}
