import "server-only";
import { z } from "zod";
import { startAssignment } from "@/lib/domain/ticket/assignment";
import { limitOfCondition } from "../shared/limits";
import { optionalWords } from "../shared/text-fields";
import { ticketCommand } from "../shared/ticket-command";
import { requireUnits } from "../shared/units";

/**
 * Dispatched (派遣) to one lead unit and any co-units, each with its own clock that starts now. `ruleId`
 * names the responsibility rule that chose the unit, when the dispatcher followed it.
 */
export const dispatchTicket = ticketCommand({
  command: "dispatch",
  input: {
    unitId: z.uuid(),
    sectionId: z.union([z.literal(""), z.uuid()]).optional(),
    coUnitIds: z
      .union([z.uuid(), z.array(z.uuid())])
      .transform((value) => (Array.isArray(value) ? value : [value]))
      .pipe(z.array(z.uuid()).max(5))
      .default([]),
    ruleId: z.union([z.literal(""), z.uuid()]).optional(),
    note: optionalWords(300),
  },
  async decide({ tx, ticket, now, newId, settings, calendar }, input) {
    const limit = await limitOfCondition(tx, ticket.conditionId, now, calendar);
    const coUnitIds = [...new Set(input.coUnitIds)].filter((unitId) => unitId !== input.unitId);
    await requireUnits(tx, [input.unitId, ...coUnitIds], now, calendar);
    const start = (unitId: string, role: "lead" | "co", offset: number, sectionId?: string) =>
      startAssignment(
        { id: newId(), role, level: ticket.level, unitId, sectionId },
        ticket.assignments.length + offset,
        now,
        limit,
        settings["limit.unitAccept"],
        calendar,
      );
    return {
      changes: {
        ticket: { state: "assigned", dispatchedAt: ticket.dispatchedAt ?? now.toISOString() },
        assignments: [
          start(input.unitId, "lead", 0, input.sectionId || undefined),
          ...coUnitIds.map((unitId, index) => start(unitId, "co", index + 1)),
        ],
      },
      said: { note: input.note, ruleId: input.ruleId || undefined },
    };
  },
});
