import "server-only";
import { eq } from "drizzle-orm";
import { z } from "zod";
import { classes } from "@/db/schema";
import { AppError } from "@/lib/domain/errors";
import { command } from "../command";
import { editFields, requireSeen } from "../shared/edit";
import { cityDay } from "../shared/valid-on";
import { classFields, classKey, keyOfClass, requireClass } from "./class-fields";

/** From this day on nothing new is reported or filed under the class; what was, keeps it and its limits. */
export const retireClass = command({
  permission: "change_class",
  input: z.strictObject({ key: classKey, ...editFields, validTo: z.iso.date() }),
  async run({ tx, now, append }, { key, seen, why, validTo }) {
    const row = await requireClass(tx, key);
    requireSeen(classFields(row), seen);
    if (validTo < (await cityDay(tx, now))) throw new AppError("invalid", { validTo: "in_past" });
    if (row.validTo === validTo) throw new AppError("invalid", { validTo: "unchanged" });
    await tx.update(classes).set({ validTo }).where(eq(classes.id, row.id));
    await append({
      subjectKind: "class",
      subjectId: row.id,
      type: "class.retired",
      payload: { why, before: { validTo: row.validTo }, after: { validTo } },
    });
    return { key: keyOfClass(key) };
  },
});
