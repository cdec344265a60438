import "server-only";
import { backToHandling } from "@/lib/domain/ticket/assignment";
import { refuseOwnWork } from "../shared/own-work";
import { words } from "../shared/text-fields";
import { ticketCommand } from "../shared/ticket-command";

/** Not good enough (返工): back to the unit; the same clock runs on. */
export const reworkTicket = ticketCommand({
  command: "rework",
  input: { reason: words(300) },
  decide({ ticket, actor, now, calendarOf }, { reason }) {
    refuseOwnWork(ticket, actor);
    return {
      changes: {
        ticket: {
          state: "handling",
          reworkCount: ticket.reworkCount + 1,
          handedBackAt: null,
          inspectionOpinion: null,
          isInspectionWaived: false,
        },
        assignments: backToHandling(ticket, now, calendarOf),
      },
      said: { reason },
    };
  },
});
