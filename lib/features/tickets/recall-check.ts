import "server-only";
import { words } from "../shared/text-fields";
import { ticketCommand } from "../shared/ticket-command";

/** Takes an unanswered check back. */
export const recallCheck = ticketCommand({
  command: "recall_check",
  input: { reason: words(300) },
  decide(_work, { reason }) {
    return { changes: { ticket: { state: "reported", taskKind: null, taskUserId: null } }, said: { reason } };
  },
});
