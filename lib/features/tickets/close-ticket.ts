import "server-only";
import { AppError } from "@/lib/domain/errors";
import { endOpenOverlays } from "@/lib/domain/ticket/overlay";
import { refuseOwnWork } from "../shared/own-work";
import { optionalWords } from "../shared/text-fields";
import { ticketCommand } from "../shared/ticket-command";

/** Closed (结案), after a passed or waived inspection; the reply is what the reporter reads. */
export const closeTicket = ticketCommand({
  command: "close",
  input: { reply: optionalWords(300) },
  decide({ ticket, actor }, { reply }) {
    refuseOwnWork(ticket, actor);
    if (ticket.inspectionOpinion !== "passed" && !ticket.isInspectionWaived)
      throw new AppError("inspection_not_passed");
    return {
      changes: {
        ticket: { state: "closed", outcome: "solved", publicReply: reply ?? ticket.publicReply },
        overlays: endOpenOverlays(ticket),
      },
      said: { reply },
    };
  },
});
