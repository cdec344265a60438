import "server-only";
import { and, desc, eq, gt, isNull, lte, or } from "drizzle-orm";
import type { Db } from "@/db/client";
import { classConditions, classLimits } from "@/db/schema";
import type { WorkingCalendar } from "@/lib/domain/calendar";
import type { Limit } from "@/lib/domain/deadline";
import { AppError } from "@/lib/domain/errors";
import { dayIn } from "./day";

/** A condition of this very class; another one's is unknown. */
export async function requireCondition(tx: Db, classId: string, conditionId: string): Promise<void> {
  const [row] = await tx
    .select({ id: classConditions.id })
    .from(classConditions)
    .where(and(eq(classConditions.id, conditionId), eq(classConditions.classId, classId)));
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
    .where(
      and(
        eq(classLimits.conditionId, conditionId),
        lte(classLimits.validFrom, day),
        or(isNull(classLimits.validTo), gt(classLimits.validTo, day)),
      ),
    )
    .orderBy(desc(classLimits.validFrom))
    .limit(1);
  if (!limit) throw new AppError("unavailable", { conditionId: "no_limit" });
  return limit;
}
