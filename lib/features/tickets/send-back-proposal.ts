import "server-only";
import { words } from "../shared/text-fields";
import { ticketCommand } from "../shared/ticket-command";

/** Back to the acceptor, with what is missing. */
export const sendBackProposal = ticketCommand({
  command: "send_back",
  input: { reason: words(300) },
  decide(_work, { reason }) {
    return { changes: { ticket: { state: "reported" } }, said: { reason } };
  },
});
