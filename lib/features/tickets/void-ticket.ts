import "server-only";
import { endOpenOverlays } from "@/lib/domain/ticket/overlay";
import { activeAssignments } from "@/lib/domain/ticket/ticket";
import { words } from "../shared/text-fields";
import { ticketCommand } from "../shared/ticket-command";

/** Filed wrongly (作废): ends, counts against filing accuracy; open assignments are recalled. */
export const voidTicket = ticketCommand({
  command: "void",
  input: { reason: words(300), reply: words(300) },
  decide({ ticket }, { reason, reply }) {
    return {
      changes: {
        ticket: { state: "voided", publicReply: reply, outcome: "voided" },
        assignments: activeAssignments(ticket).map(({ id }) => ({ id, state: "recalled" as const })),
        overlays: endOpenOverlays(ticket),
      },
      said: { reason, reply },
    };
  },
});
