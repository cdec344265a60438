import "server-only";
import { z } from "zod";
import { dayIn } from "../shared/day";
import { refuseOwnWork } from "../shared/own-work";
import { requireSupervisor } from "../shared/supervisors";
import { optionalWords } from "../shared/text-fields";
import { ticketCommand } from "../shared/ticket-command";

/** Sends a supervisor to the place to inspect the result (核查): never one of a unit that handled it. */
export const orderInspection = ticketCommand({
  command: "order_inspection",
  input: { supervisorId: z.uuid(), note: optionalWords(300) },
  async decide({ tx, ticket, actor, now, calendar }, { supervisorId, note }) {
    refuseOwnWork(ticket, actor);
    await requireSupervisor(tx, ticket, supervisorId, dayIn(calendar.timeZone, now));
    return {
      changes: {
        ticket: {
          state: "inspecting",
          taskKind: "inspection",
          taskUserId: supervisorId,
          inspectionOpinion: null,
        },
      },
      said: { note, supervisorId },
    };
  },
});
