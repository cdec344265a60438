import "server-only";
import { eq, max } from "drizzle-orm";
import { z } from "zod";
import { classConditions, classLimits } from "@/db/schema";
import { command } from "../command";
import { editFields } from "../shared/edit";
import { cityDay } from "../shared/valid-on";
import { classKey, conditionForm, keyOfClass, limitForm, requireClass } from "./class-fields";

/** Another filing condition of a class, with its limit from today: without one nothing could be dispatched. */
export const addCondition = command({
  permission: "change_class",
  input: z.strictObject({ key: classKey, why: editFields.why, ...conditionForm, ...limitForm }),
  async run({ tx, now, newId, append }, { key, why, value, unit, ...given }) {
    const row = await requireClass(tx, key);
    const [last] = await tx
      .select({ position: max(classConditions.position) })
      .from(classConditions)
      .where(eq(classConditions.classId, row.id));
    const position = (last?.position ?? 0) + 1;
    const conditionId = newId();
    await tx.insert(classConditions).values({ id: conditionId, classId: row.id, position, ...given });
    const validFrom = await cityDay(tx, now);
    await tx
      .insert(classLimits)
      .values({ id: newId(), conditionId, value, unit, source: citySource, validFrom });
    await append({
      subjectKind: "class",
      subjectId: row.id,
      type: "condition.added",
      payload: { why, position, before: {}, after: { ...given, limit: { value, unit }, validFrom } },
    });
    return { key: keyOfClass(key), position };
  },
});

/** Where a limit comes from that the city itself set; beside those of the starting catalogue. */
export const citySource = "city";
