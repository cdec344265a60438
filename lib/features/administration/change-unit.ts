import "server-only";
import { eq } from "drizzle-orm";
import { z } from "zod";
import { units } from "@/db/schema";
import { command } from "../command";
import { requireAreaId } from "../shared/area-ids";
import { differences, editFields, requireSeen } from "../shared/edit";
import { pinyinKey } from "../shared/pinyin-key";
import { cityDay } from "../shared/valid-on";
import { requireResponsibleKinds, requireUnit, unitCode, unitFields, unitForm } from "./unit-fields";

/** Names, kind, territory, telephone, and the kinds of matter it may be chosen for. Its code stays. */
export const changeUnit = command({
  permission: "change_unit",
  input: z.strictObject({ code: unitCode, ...editFields, ...unitForm }),
  async run({ tx, now, append }, { code, seen, why, ...given }) {
    const today = await cityDay(tx, now);
    const { unit, area } = await requireUnit(tx, code, today);
    const present = unitFields(unit, area);
    requireSeen(present, seen);
    const wanted = { ...given, responsibleKinds: given.responsibleKinds.toSorted() };
    const { before, after } = differences<ReturnType<typeof unitFields>>(present, wanted);
    await requireResponsibleKinds(tx, given.responsibleKinds);
    const { area: areaGiven, ...columns } = wanted;
    const areaId = await requireAreaId(tx, areaGiven);
    await tx
      .update(units)
      .set({ ...columns, areaId, pinyinKey: pinyinKey(given.name) })
      .where(eq(units.id, unit.id));
    await append({
      subjectKind: "unit",
      subjectId: unit.id,
      type: "unit.changed",
      payload: { why, before, after },
    });
    return { code };
  },
});
