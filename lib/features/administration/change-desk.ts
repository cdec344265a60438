import "server-only";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import type { Db } from "@/db/client";
import { areas, desks, units } from "@/db/schema";
import { deskPowers } from "@/lib/domain/desk-powers";
import { AppError } from "@/lib/domain/errors";
import { command } from "../command";
import { differences, editFields, requireSeen, ticked } from "../shared/edit";
import { optionalWords, words } from "../shared/text-fields";
import { cityDay, validOn } from "../shared/valid-on";
import { areaCode } from "./change-area";

type DeskRow = typeof desks.$inferSelect;

/** What of a desk can be changed; its unit by code, as people and files name it. */
export function deskFields(desk: Pick<DeskRow, "name" | "nameEn" | "powers">, unit: string | null) {
  return { name: desk.name, nameEn: desk.nameEn, powers: desk.powers.toSorted(), unit };
}

/** A desk's names, the powers in use at it, and the unit whose own hands solve what it solves itself. */
export const changeDesk = command({
  permission: "change_area",
  input: z.strictObject({
    area: areaCode,
    ...editFields,
    name: words(80),
    nameEn: words(120),
    powers: ticked(z.enum(deskPowers)),
    unit: optionalWords(30),
  }),
  async run({ tx, now, append }, { area, seen, why, name, nameEn, powers, unit }) {
    const [found] = await tx
      .select({ desk: desks, unit: units.code })
      .from(desks)
      .innerJoin(areas, eq(areas.id, desks.areaId))
      .leftJoin(units, eq(units.id, desks.unitId))
      .where(eq(areas.code, area))
      .for("update", { of: desks });
    if (!found) throw new AppError("not_found");
    const present = deskFields(found.desk, found.unit);
    requireSeen(present, seen);
    const today = await cityDay(tx, now);
    const wanted = { name, nameEn, powers: powers.toSorted(), unit: unit ?? null };
    const { before, after } = differences<ReturnType<typeof deskFields>>(present, wanted);
    const unitId = unit ? await unitInBeing(tx, unit, today) : null;
    await tx
      .update(desks)
      .set({ name, nameEn, powers: wanted.powers, unitId })
      .where(eq(desks.id, found.desk.id));
    await append({
      subjectKind: "desk",
      subjectId: found.desk.id,
      type: "desk.changed",
      payload: { why, before, after },
    });
    return { area };
  },
});

async function unitInBeing(tx: Db, code: string, today: string): Promise<string> {
  const [row] = await tx
    .select({ id: units.id })
    .from(units)
    .where(and(eq(units.code, code), validOn(units, today)));
  if (!row) throw new AppError("invalid", { unit: "not_found" });
  return row.id;
}
