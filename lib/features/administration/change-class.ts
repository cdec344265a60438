import "server-only";
import { eq } from "drizzle-orm";
import { z } from "zod";
import { classes } from "@/db/schema";
import { AppError } from "@/lib/domain/errors";
import { command } from "../command";
import { differences, editFields, requireSeen } from "../shared/edit";
import { pinyinKey } from "../shared/pinyin-key";
import { classFields, classForm, classKey, keyOfClass, requireClass } from "./class-fields";

/** Names, descriptions, urgency and flags of a class. A danger is never handled by whoever found it. */
export const changeClass = command({
  permission: "change_class",
  input: z.strictObject({ key: classKey, ...editFields, ...classForm }),
  async run({ tx, append }, { key, seen, why, ...given }) {
    const row = await requireClass(tx, key);
    const present = classFields(row);
    requireSeen(present, seen);
    if (given.isDanger && given.isSelfHandleable)
      throw new AppError("invalid", { isSelfHandleable: "danger_self" });
    const { before, after } = differences<ReturnType<typeof classFields>>(present, given);
    await tx
      .update(classes)
      .set({ ...given, pinyinKey: pinyinKey(given.name) })
      .where(eq(classes.id, row.id));
    await append({
      subjectKind: "class",
      subjectId: row.id,
      type: "class.changed",
      payload: { why, before, after },
    });
    return { key: keyOfClass(key) };
  },
});
