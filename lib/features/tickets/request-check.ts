import "server-only";
import { z } from "zod";
import { AppError } from "@/lib/domain/errors";
import { dayIn } from "../shared/day";
import { requireSupervisor } from "../shared/supervisors";
import { optionalWords } from "../shared/text-fields";
import { ticketCommand } from "../shared/ticket-command";

/** Sends a supervisor to look before filing (核实). The reporter of a ticket never checks it. */
export const requestCheck = ticketCommand({
  command: "request_check",
  input: { supervisorId: z.uuid(), note: optionalWords(300) },
  async decide({ tx, ticket, now, calendar }, { supervisorId, note }) {
    await requireSupervisor(tx, ticket, supervisorId, dayIn(calendar.timeZone, now));
    if (ticket.reportedByUserId === supervisorId)
      throw new AppError("own_work", { supervisorId: "own_work" });
    return {
      changes: {
        ticket: { state: "checking", taskKind: "check", taskUserId: supervisorId, checkOpinion: null },
      },
      said: { note, supervisorId },
    };
  },
});
