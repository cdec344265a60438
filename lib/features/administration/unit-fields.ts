import "server-only";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import type { Db } from "@/db/client";
import { areas, classes, unitKinds, units } from "@/db/schema";
import { responsibleKinds } from "@/lib/domain/catalogue/responsible-kinds";
import { AppError } from "@/lib/domain/errors";
import { phone, ticked } from "../shared/edit";
import { words } from "../shared/text-fields";
import { validOn } from "../shared/valid-on";
import { areaCode } from "./change-area";

export const unitCode = z.string().regex(/^[A-Za-z0-9._-]{2,30}$/);

/** What the form of a unit holds, for a new one as for a known one. */
export const unitForm = {
  name: words(80),
  nameEn: words(120),
  kind: z.enum(unitKinds),
  area: areaCode,
  responsibleKinds: ticked(z.string().max(40)),
  phone,
};

type UnitRow = typeof units.$inferSelect;

export function unitFields(unit: UnitRow, area: string) {
  const { name, nameEn, kind, responsibleKinds: kinds, phone, validFrom, validTo } = unit;
  return { name, nameEn, kind, area, responsibleKinds: kinds.toSorted(), phone, validFrom, validTo };
}

/** A unit by its code, locked for the change, with its area's code. An ended one is not found. */
export async function requireUnit(tx: Db, code: string, today: string) {
  const [row] = await tx
    .select({ unit: units, area: areas.code })
    .from(units)
    .innerJoin(areas, eq(areas.id, units.areaId))
    .where(and(eq(units.code, code), validOn({ validTo: units.validTo }, today)))
    .for("update", { of: units });
  if (!row) throw new AppError("not_found");
  return row;
}

/** Kinds of the catalogue and those a city's own classes name; anything else is a bad field. */
export async function requireResponsibleKinds(tx: Db, kinds: readonly string[]): Promise<void> {
  const known = new Set<string>(Object.keys(responsibleKinds));
  for (const row of await tx.selectDistinct({ kind: classes.responsibleKind }).from(classes))
    known.add(row.kind);
  if (kinds.some((kind) => !known.has(kind))) throw new AppError("invalid", { responsibleKinds: "unknown" });
}
