/** States of a ticket, in the order of its life. Design §3; words in the `state` messages. */
export const ticketStates = [
  "reported",
  "checking",
  "proposed",
  "filed",
  "assigned",
  "handling",
  "unit_review",
  "handed_back",
  "inspecting",
  "closing",
  "closed",
  "declined",
  "refused",
  "merged",
  "voided",
] as const;
export type TicketState = (typeof ticketStates)[number];

export const endStates = [
  "closed",
  "declined",
  "refused",
  "merged",
  "voided",
] as const satisfies TicketState[];
export const openStates = ticketStates.filter(
  (state) => !(endStates as readonly TicketState[]).includes(state),
);

export function isOpen(state: TicketState): boolean {
  return !(endStates as readonly TicketState[]).includes(state);
}

/** What a screen shows as one colour, shape and word (look.md). */
export const stateGroups = [
  "reported",
  "handling",
  "verifying",
  "overdue",
  "closed",
  "suspended",
  "refused",
] as const;
export type StateGroup = (typeof stateGroups)[number];

const groups: Record<TicketState, StateGroup> = {
  reported: "reported",
  checking: "reported",
  proposed: "reported",
  filed: "reported",
  assigned: "handling",
  handling: "handling",
  unit_review: "handling",
  handed_back: "verifying",
  inspecting: "verifying",
  closing: "verifying",
  closed: "closed",
  declined: "refused",
  refused: "refused",
  merged: "refused",
  voided: "refused",
};

/** Overdue outranks suspended: a paused clock that had already run out is still late. */
export function stateGroup(state: TicketState, overdue = false, suspended = false): StateGroup {
  if (isOpen(state)) {
    if (overdue) return "overdue";
    if (suspended) return "suspended";
  }
  return groups[state];
}
