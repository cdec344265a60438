import "server-only";
import { eq } from "drizzle-orm";
import { z } from "zod";
import { classConditions } from "@/db/schema";
import { AppError } from "@/lib/domain/errors";
import { command } from "../command";
import { editFields } from "../shared/edit";
import { cityDay } from "../shared/valid-on";
import { classKey, keyOfClass, requireClass, requireConditionAt } from "./class-fields";

export const position = z.coerce.number().int().min(1).max(999);

/** From this day on nothing new is filed under the condition. */
export const endCondition = command({
  permission: "change_class",
  input: z.strictObject({ key: classKey, position, why: editFields.why, validTo: z.iso.date() }),
  async run({ tx, now, append }, { key, position, why, validTo }) {
    const row = await requireClass(tx, key);
    const condition = await requireConditionAt(tx, row.id, position);
    // Said twice by two people: the second one is told.
    if (condition.validTo !== null) throw new AppError("conflict", {}, { subject: "record" });
    if (validTo < (await cityDay(tx, now))) throw new AppError("invalid", { validTo: "in_past" });
    await tx.update(classConditions).set({ validTo }).where(eq(classConditions.id, condition.id));
    await append({
      subjectKind: "class",
      subjectId: row.id,
      type: "condition.ended",
      payload: { why, position, condition: condition.name, before: { validTo: null }, after: { validTo } },
    });
    return { key: keyOfClass(key) };
  },
});
