import "server-only";
import { moveAssignment, ownAssignment, requireAssignmentState } from "@/lib/domain/ticket/assignment";
import { words } from "../shared/text-fields";
import { ticketCommand } from "../shared/ticket-command";

/** The unit's own review finds it not done: back to the handler, the clock runs on. */
export const sendBackResult = ticketCommand({
  command: "unit_send_back",
  input: { reason: words(300) },
  decide({ ticket, appointment }, { reason }) {
    const own = ownAssignment(ticket, appointment);
    requireAssignmentState(own, ["unit_review"]);
    return {
      changes: moveAssignment(ticket, { id: own.id, state: "handling", handedInAt: null }),
      said: { reason },
    };
  },
});
