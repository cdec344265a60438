import "server-only";
import { words } from "../shared/text-fields";
import { ticketCommand } from "../shared/ticket-command";

/** Not filed (不予立案): meets no filing condition. The reporter gets the answer. */
export const refuseFiling = ticketCommand({
  command: "refuse",
  input: { reason: words(300), reply: words(300) },
  decide(_work, { reason, reply }) {
    return {
      changes: { ticket: { state: "refused", publicReply: reply, outcome: "refused" } },
      said: { reason, reply },
    };
  },
});
