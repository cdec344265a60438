import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import type { Db } from "@/db/client";
import { areas } from "@/db/schema";
import { AppError } from "@/lib/domain/errors";

/** The city this database holds: what happens to its tree, units and cells is told in its chain of events. */
export async function requireCityId(tx: Db): Promise<string> {
  const [city] = await tx
    .select({ id: areas.id })
    .from(areas)
    .where(and(eq(areas.level, "city"), isNull(areas.validTo)));
  if (!city) throw new AppError("unavailable", {}, { reason: "no_city" });
  return city.id;
}

/** An area in being by its code; `field` names the column in which the code stood. */
export async function requireAreaId(tx: Db, code: string, field = "area"): Promise<string> {
  const [row] = await tx
    .select({ id: areas.id })
    .from(areas)
    .where(and(eq(areas.code, code), isNull(areas.validTo)));
  if (!row) throw new AppError("invalid", { [field]: "not_found" });
  return row.id;
}
