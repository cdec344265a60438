import "server-only";
import { moveAssignment, ownAssignment, requireAssignmentState } from "@/lib/domain/ticket/assignment";
import { ticketCommand } from "../shared/ticket-command";

/** The unit receives its part of the ticket. */
export const acceptAssignment = ticketCommand({
  command: "accept_assignment",
  input: {},
  decide({ ticket, appointment, now }) {
    const own = ownAssignment(ticket, appointment);
    requireAssignmentState(own, ["assigned"]);
    return {
      changes: moveAssignment(ticket, { id: own.id, state: "handling", acceptedAt: now.toISOString() }),
    };
  },
});
