import "server-only";
import { words } from "../shared/text-fields";
import { ticketCommand } from "../shared/ticket-command";

/** A push to whoever holds it (催办): free, counted, changes no clock. */
export const urgeTicket = ticketCommand({
  command: "urge",
  input: { words: words(300) },
  decide({ ticket }, { words: said }) {
    return { changes: { ticket: { urgeCount: ticket.urgeCount + 1 } }, said: { words: said } };
  },
});
