import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import type { Db } from "@/db/client";
import { areas, desks } from "@/db/schema";
import { AppError } from "@/lib/domain/errors";
import { command } from "../command";
import { differences, editFields, requireSeen } from "../shared/edit";
import { pinyinKey } from "../shared/pinyin-key";
import { words } from "../shared/text-fields";

export const areaCode = z.string().regex(/^(\d{6}|\d{9}|\d{12})$/);
type AreaRow = typeof areas.$inferSelect;

/** What of an area the screen can change; its outline comes from files. */
export function areaFields({ code, name, nameEn, validTo }: AreaRow) {
  return { code, name, nameEn, validTo };
}

export async function requireArea(tx: Db, code: string): Promise<AreaRow> {
  const [row] = await tx
    .select()
    .from(areas)
    .where(and(eq(areas.code, code), isNull(areas.validTo)))
    .for("update");
  if (!row) throw new AppError("not_found");
  return row;
}

/** Names, and the code where nothing hangs under it by that code. The desk follows while it bears the area's name. */
export const changeArea = command({
  permission: "change_area",
  input: z.strictObject({
    code: areaCode,
    ...editFields,
    name: words(80),
    nameEn: words(120),
    newCode: areaCode,
  }),
  async run({ tx, append }, { code, seen, why, name, nameEn, newCode }) {
    const area = await requireArea(tx, code);
    const present = areaFields(area);
    requireSeen(present, seen);
    const { before, after, names } = differences(present, { code: newCode, name, nameEn });
    if (names.includes("code")) await requireFreeCode(tx, area, newCode);
    await tx
      .update(areas)
      .set({ code: newCode, name, nameEn, pinyinKey: pinyinKey(name) })
      .where(eq(areas.id, area.id));
    await tx
      .update(desks)
      .set({ name, nameEn })
      .where(and(eq(desks.areaId, area.id), eq(desks.name, area.name)));
    await append({
      subjectKind: "area",
      subjectId: area.id,
      type: "area.changed",
      payload: { why, before, after },
    });
    return { code: newCode };
  },
});

/** Codes nest: what lies under an area begins with its code, so only one without children may change it. */
async function requireFreeCode(tx: Db, area: AreaRow, newCode: string): Promise<void> {
  if (newCode.length !== area.code.length) throw new AppError("invalid", { newCode: "wrong_length" });
  const [child] = await tx
    .select({ id: areas.id })
    .from(areas)
    .where(and(eq(areas.parentId, area.id), isNull(areas.validTo)))
    .limit(1);
  if (child) throw new AppError("invalid", { newCode: "has_children" });
  // A code that an ended area bore stays that area's for ever.
  const [taken] = await tx.select({ id: areas.id }).from(areas).where(eq(areas.code, newCode)).limit(1);
  if (taken) throw new AppError("invalid", { newCode: "exists" });
  if (area.level === "city" || area.level === "district" || !area.parentId) return;
  const [parent] = await tx.select({ code: areas.code }).from(areas).where(eq(areas.id, area.parentId));
  if (!parent || !newCode.startsWith(parent.code))
    throw new AppError("invalid", { newCode: "not_under_parent" });
}
