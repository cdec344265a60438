import "server-only";
import { words } from "../shared/text-fields";
import { ticketCommand } from "../shared/ticket-command";

/** Not accepted (不予受理), with the answer the reporter reads. */
export const declineTicket = ticketCommand({
  command: "decline",
  input: { reason: words(300), reply: words(300) },
  decide(_work, { reason, reply }) {
    return {
      changes: { ticket: { state: "declined", publicReply: reply, outcome: "declined" } },
      said: { reason, reply },
    };
  },
});
