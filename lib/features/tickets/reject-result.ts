import "server-only";
import { backToHandling } from "@/lib/domain/ticket/assignment";
import { refuseOwnWork } from "../shared/own-work";
import { words } from "../shared/text-fields";
import { ticketCommand } from "../shared/ticket-command";

/** The photos do not show it done: back to the unit, counted as rework, the same clock runs on. */
export const rejectResult = ticketCommand({
  command: "reject_result",
  input: { reason: words(300) },
  decide({ ticket, now, calendarOf, actor }, { reason }) {
    refuseOwnWork(ticket, actor);
    return {
      changes: {
        ticket: { state: "handling", reworkCount: ticket.reworkCount + 1, handedBackAt: null },
        assignments: backToHandling(ticket, now, calendarOf),
      },
      said: { reason },
    };
  },
});
