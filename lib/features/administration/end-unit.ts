import "server-only";
import { and, count, eq, inArray, isNull } from "drizzle-orm";
import { z } from "zod";
import type { Db } from "@/db/client";
import { assignments, desks, tickets, units } from "@/db/schema";
import { AppError } from "@/lib/domain/errors";
import { activeAssignmentStates } from "@/lib/domain/ticket/ticket";
import { command } from "../command";
import { editFields, requireSeen } from "../shared/edit";
import { cityDay, requireEnd } from "../shared/valid-on";
import { requireUnit, unitCode, unitFields } from "./unit-fields";

/**
 * A unit ends with a day, never by deletion. One that still works on tickets, or solves what a desk solves itself,
 * cannot end before somebody else has that work.
 */
export const endUnit = command({
  permission: "change_unit",
  input: z.strictObject({ code: unitCode, ...editFields, validTo: z.iso.date() }),
  async run({ tx, now, append }, { code, seen, why, validTo }) {
    const today = await cityDay(tx, now);
    const { unit, area } = await requireUnit(tx, code, today);
    requireSeen(unitFields(unit, area), seen);
    requireEnd(unit.validFrom, validTo);
    if (validTo <= today) await refuseOpenWork(tx, unit.id);
    const [desk] = await tx.select({ id: desks.id }).from(desks).where(eq(desks.unitId, unit.id)).limit(1);
    if (desk) throw new AppError("invalid", { validTo: "serves_desk" });
    await tx.update(units).set({ validTo }).where(eq(units.id, unit.id));
    await append({
      subjectKind: "unit",
      subjectId: unit.id,
      type: "unit.ended",
      payload: { why, before: { validTo: unit.validTo }, after: { validTo } },
    });
    return { code };
  },
});

async function refuseOpenWork(tx: Db, unitId: string): Promise<void> {
  const [open] = await tx
    .select({ count: count() })
    .from(assignments)
    .innerJoin(tickets, eq(tickets.id, assignments.ticketId))
    .where(
      and(
        eq(assignments.unitId, unitId),
        inArray(assignments.state, [...activeAssignmentStates]),
        isNull(tickets.endedAt),
      ),
    );
  if ((open?.count ?? 0) > 0) throw new AppError("invalid", { validTo: "open_work" });
}
