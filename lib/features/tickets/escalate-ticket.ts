import "server-only";
import { deskAbove } from "../shared/desks";
import { words } from "../shared/text-fields";
import { ticketCommand } from "../shared/ticket-command";

/** Passed up (上报) to the next desk above, by hand or because this level's limit ran out. */
export const escalateTicket = ticketCommand({
  command: "escalate",
  input: { reason: words(300) },
  async decide({ tx, ticket }, { reason }) {
    const { level, areaId } = await deskAbove(tx, ticket);
    return {
      changes: { ticket: { level, deskAreaId: areaId } },
      said: { reason, from: ticket.level, to: level },
    };
  },
});
