import "server-only";
import { eq } from "drizzle-orm";
import { z } from "zod";
import { units } from "@/db/schema";
import { AppError } from "@/lib/domain/errors";
import { command } from "../command";
import { requireAreaId } from "../shared/area-ids";
import { editFields, optionalDay } from "../shared/edit";
import { pinyinKey } from "../shared/pinyin-key";
import { cityDay } from "../shared/valid-on";
import { requireResponsibleKinds, unitCode, unitForm } from "./unit-fields";

/** A new responsible unit, from today or from a day that is named. */
export const createUnit = command({
  permission: "change_unit",
  input: z.strictObject({ code: unitCode, ...unitForm, validFrom: optionalDay, why: editFields.why }),
  async run({ tx, now, newId, append }, { code, why, area, validFrom, ...given }) {
    const [taken] = await tx.select({ id: units.id }).from(units).where(eq(units.code, code));
    if (taken) throw new AppError("invalid", { code: "exists" });
    await requireResponsibleKinds(tx, given.responsibleKinds);
    const areaId = await requireAreaId(tx, area);
    const from = validFrom ?? (await cityDay(tx, now));
    const id = newId();
    await tx
      .insert(units)
      .values({ id, code, areaId, ...given, pinyinKey: pinyinKey(given.name), validFrom: from });
    await append({
      subjectKind: "unit",
      subjectId: id,
      type: "unit.created",
      payload: { why, before: {}, after: { code, ...given, area, validFrom: from } },
    });
    return { code };
  },
});
