import "server-only";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { sections } from "@/db/schema";
import { AppError } from "@/lib/domain/errors";
import { command } from "../command";
import { differences, editFields, requireSeen } from "../shared/edit";
import { words } from "../shared/text-fields";
import { cityDay } from "../shared/valid-on";
import { requireUnit, unitCode } from "./unit-fields";

export const sectionCode = z.string().regex(/^[A-Za-z0-9._-]{1,30}$/);

export function sectionFields({ name, nameEn }: { name: string; nameEn: string }) {
  return { name, nameEn };
}

/** A section of a unit: a new one by its code, or, with what was seen, another name for a known one. */
export const saveSection = command({
  permission: "change_unit",
  input: z.strictObject({
    unit: unitCode,
    code: sectionCode,
    name: words(80),
    nameEn: words(120),
    seen: editFields.seen.optional(),
    why: editFields.why,
  }),
  async run({ tx, now, newId, append }, { unit: ofUnit, code, seen, why, name, nameEn }) {
    const { unit } = await requireUnit(tx, ofUnit, await cityDay(tx, now));
    const [known] = await tx
      .select()
      .from(sections)
      .where(and(eq(sections.unitId, unit.id), eq(sections.code, code)))
      .for("update");
    if (known && !seen) throw new AppError("invalid", { code: "exists" });
    if (!known && seen) throw new AppError("not_found");
    if (!known) {
      await tx.insert(sections).values({ id: newId(), unitId: unit.id, code, name, nameEn });
      await append({
        subjectKind: "unit",
        subjectId: unit.id,
        type: "section.created",
        payload: { why, section: code, before: {}, after: { name, nameEn } },
      });
      return { code };
    }
    requireSeen(sectionFields(known), seen ?? "");
    const { before, after } = differences(sectionFields(known), { name, nameEn });
    await tx.update(sections).set({ name, nameEn }).where(eq(sections.id, known.id));
    await append({
      subjectKind: "unit",
      subjectId: unit.id,
      type: "section.changed",
      payload: { why, section: code, before, after },
    });
    return { code };
  },
});
