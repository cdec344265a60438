import "server-only";
import { AppError } from "@/lib/domain/errors";
import { backToHandling } from "@/lib/domain/ticket/assignment";
import { photoTokens, words } from "../shared/text-fields";
import { ticketCommand } from "../shared/ticket-command";

/**
 * Not solved after all, within the city's days: back to the unit that handed it back, or to acceptance
 * where no unit had it. The reporter may do this with the tracking code.
 */
export const reopenTicket = ticketCommand({
  command: "reopen",
  input: { reason: words(300), photos: photoTokens },
  decide({ ticket, now, calendarOf, settings }, { reason, photos }) {
    const closedAt = Date.parse(ticket.closedAt ?? "");
    if (now.getTime() - closedAt > settings["close.reopenDays"] * 86_400_000)
      throw new AppError("reopen_too_late", {}, { days: settings["close.reopenDays"] });
    const assignments = backToHandling(ticket, now, calendarOf);
    return {
      changes: {
        ticket: {
          state: assignments.length > 0 ? "handling" : "reported",
          reopenCount: ticket.reopenCount + 1,
          handedBackAt: null,
          inspectionOpinion: null,
          isInspectionWaived: false,
          isClosedByForce: false,
          isClosedBySameHand: false,
          outcome: null,
        },
        assignments,
      },
      said: { reason },
      photos: { batch: "report", tokens: photos },
    };
  },
});
