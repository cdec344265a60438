import "server-only";
import { and, asc, desc, eq, inArray } from "drizzle-orm";
import type { Db } from "@/db/client";
import { classConditions, classes, classLimits } from "@/db/schema";
import type { WorkingCalendar } from "@/lib/domain/calendar";
import type { Limit } from "@/lib/domain/deadline";
import { AppError } from "@/lib/domain/errors";
import { dayIn } from "./day";
import { validOn } from "./valid-on";

/** A condition of this very class, both in use on the day; another one's, or a retired one, is unknown. */
export async function requireCondition(
  tx: Db,
  classId: string,
  conditionId: string,
  now: Date,
  calendar: WorkingCalendar,
): Promise<void> {
  const day = dayIn(calendar.timeZone, now);
  const [row] = await tx
    .select({ id: classConditions.id })
    .from(classConditions)
    .innerJoin(classes, eq(classes.id, classConditions.classId))
    .where(
      and(
        eq(classConditions.id, conditionId),
        eq(classConditions.classId, classId),
        validOn({ validTo: classConditions.validTo }, day),
        validOn({ validTo: classes.validTo }, day),
      ),
    );
  if (!row) throw new AppError("invalid", { conditionId: "unknown" });
}

/** The limit this city has for the condition on the day. */
export async function limitOfCondition(
  tx: Db,
  conditionId: string | null,
  now: Date,
  calendar: WorkingCalendar,
): Promise<Limit> {
  if (!conditionId) throw new Error("a filed ticket has a condition");
  const day = dayIn(calendar.timeZone, now);
  const [limit] = await tx
    .select({ value: classLimits.value, unit: classLimits.unit })
    .from(classLimits)
    .where(and(eq(classLimits.conditionId, conditionId), validOn(classLimits, day)))
    .orderBy(desc(classLimits.validFrom))
    .limit(1);
  if (!limit) throw new AppError("unavailable", { conditionId: "no_limit" });
  return limit;
}

export type LimitInForce = Limit & { source: string; validFrom: string };

/** Of each condition the limit in force on the day: of several that hold, the one that began last. */
export async function limitsInForce(
  db: Db,
  conditionIds: readonly string[],
  day: string,
): Promise<Map<string, LimitInForce>> {
  if (conditionIds.length === 0) return new Map();
  const rows = await db
    .selectDistinctOn([classLimits.conditionId], {
      conditionId: classLimits.conditionId,
      value: classLimits.value,
      unit: classLimits.unit,
      source: classLimits.source,
      validFrom: classLimits.validFrom,
    })
    .from(classLimits)
    .where(and(inArray(classLimits.conditionId, [...conditionIds]), validOn(classLimits, day)))
    .orderBy(asc(classLimits.conditionId), desc(classLimits.validFrom));
  return new Map(rows.map(({ conditionId, ...limit }) => [conditionId, limit]));
}
