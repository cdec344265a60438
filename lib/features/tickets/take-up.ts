import "server-only";
import { AppError } from "@/lib/domain/errors";
import { words } from "../shared/text-fields";
import { ticketCommand } from "../shared/ticket-command";

/** Taken up to this desk from one under it (提级办理). */
export const takeUp = ticketCommand({
  command: "take_up",
  input: { reason: words(300) },
  decide({ ticket, appointment }, { reason }) {
    if (!appointment) throw new AppError("forbidden");
    const { areaLevel: level, areaId } = appointment;
    return {
      changes: { ticket: { level, deskAreaId: areaId } },
      said: { reason, from: ticket.level, to: level },
    };
  },
});
