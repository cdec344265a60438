import "server-only";
import { and, eq, gt, inArray, isNull, lte, or } from "drizzle-orm";
import type { Db } from "@/db/client";
import { persons, units } from "@/db/schema";
import type { WorkingCalendar } from "@/lib/domain/calendar";
import { AppError } from "@/lib/domain/errors";
import { dayIn } from "./day";

/** Units in being on this day; an unknown or ended one is a bad field. */
export async function requireUnits(
  tx: Db,
  unitIds: readonly string[],
  now: Date,
  calendar: WorkingCalendar,
): Promise<void> {
  const day = dayIn(calendar.timeZone, now);
  const rows = await tx
    .select({ id: units.id })
    .from(units)
    .where(
      and(
        inArray(units.id, [...unitIds]),
        lte(units.validFrom, day),
        or(isNull(units.validTo), gt(units.validTo, day)),
      ),
    );
  if (rows.length !== new Set(unitIds).size) throw new AppError("invalid", { unitId: "unknown" });
}

/** A person of this unit, on this day. */
export async function requirePerson(
  tx: Db,
  unitId: string,
  personId: string,
  now: Date,
  calendar: WorkingCalendar,
): Promise<{ sectionId: string | null }> {
  const day = dayIn(calendar.timeZone, now);
  const [row] = await tx
    .select({ sectionId: persons.sectionId, validTo: persons.validTo })
    .from(persons)
    .where(and(eq(persons.id, personId), eq(persons.unitId, unitId)));
  if (!row || (row.validTo !== null && row.validTo <= day))
    throw new AppError("invalid", { personId: "unknown" });
  return { sectionId: row.sectionId };
}
