import "server-only";
import { AppError } from "@/lib/domain/errors";
import { deskAbove } from "../shared/desks";
import { optionalWords } from "../shared/text-fields";
import { ticketCommand } from "../shared/ticket-command";

/** Passed up (上报) to the next desk above, by hand or because this level's limit ran out. */
export const escalateTicket = ticketCommand({
  command: "escalate",
  input: { reason: optionalWords(300) },
  async decide({ tx, ticket, role }, { reason }) {
    // Time needs no words: that the limit ran out stands in the event before.
    if (role !== "job" && !reason) throw new AppError("invalid", { reason: "required" });
    const { level, areaId } = await deskAbove(tx, ticket);
    return {
      changes: { ticket: { level, deskAreaId: areaId } },
      said: { ...(reason ? { reason } : {}), from: ticket.level, to: level },
    };
  },
});
