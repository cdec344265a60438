import "server-only";
import { words } from "../shared/text-fields";
import { ticketCommand } from "../shared/ticket-command";

/** Takes an unanswered inspection back. */
export const recallInspection = ticketCommand({
  command: "recall_inspection",
  input: { reason: words(300) },
  decide(_work, { reason }) {
    return {
      changes: { ticket: { state: "handed_back", taskKind: null, taskUserId: null } },
      said: { reason },
    };
  },
});
