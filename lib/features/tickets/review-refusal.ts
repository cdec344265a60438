import "server-only";
import { words } from "../shared/text-fields";
import { ticketCommand } from "../shared/ticket-command";

/** The shift leader takes a declined or refused ticket up again: it goes back to acceptance. */
export const reviewRefusal = ticketCommand({
  command: "review_refusal",
  input: { reason: words(300) },
  decide(_work, { reason }) {
    return { changes: { ticket: { state: "reported", publicReply: null, outcome: null } }, said: { reason } };
  },
});
