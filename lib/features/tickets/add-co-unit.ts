import "server-only";
import { z } from "zod";
import { AppError } from "@/lib/domain/errors";
import { startAssignment } from "@/lib/domain/ticket/assignment";
import { activeAssignments } from "@/lib/domain/ticket/ticket";
import { limitOfCondition } from "../shared/limits";
import { optionalWords } from "../shared/text-fields";
import { ticketCommand } from "../shared/ticket-command";
import { requireUnits } from "../shared/units";

/** One more unit takes part (协办), with a clock of its own. */
export const addCoUnit = ticketCommand({
  command: "add_co_unit",
  input: { unitId: z.uuid(), note: optionalWords(300) },
  async decide({ tx, ticket, now, newId, settings, calendar }, { unitId, note }) {
    if (activeAssignments(ticket).some((assignment) => assignment.unitId === unitId))
      throw new AppError("invalid", { unitId: "already_there" });
    await requireUnits(tx, [unitId], now, calendar);
    const limit = await limitOfCondition(tx, ticket.conditionId, now, calendar);
    const assignment = startAssignment(
      { id: newId(), role: "co", level: ticket.level, unitId },
      ticket.assignments.length,
      now,
      limit,
      settings["limit.unitAccept"],
      calendar,
    );
    const changes = { assignments: [assignment] };
    return { changes, said: { note } };
  },
});
