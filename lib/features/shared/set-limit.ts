import "server-only";
import { and, eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { classLimits } from "@/db/schema";
import type { Limit } from "@/lib/domain/deadline";
import { AppError } from "@/lib/domain/errors";
import { limitsInForce } from "./limits";

/**
 * A limit from a day on, beside the earlier ones, which stay as they were: deadlines were made by them. One planned
 * for the same coming day is replaced, as nothing was counted by it yet. Answers with the limit in force before.
 */
export async function addLimit(
  tx: Db,
  given: { id: string; conditionId: string; limit: Limit; source: string; validFrom: string },
  today: string,
): Promise<Limit | null> {
  const { id, conditionId, limit, source, validFrom } = given;
  if (validFrom < today) throw new AppError("invalid", { validFrom: "in_past" });
  const before = (await limitsInForce(tx, [conditionId], validFrom)).get(conditionId);
  if (before?.value === limit.value && before.unit === limit.unit)
    throw new AppError("invalid", { value: "unchanged" });
  const [same] = await tx
    .select({ id: classLimits.id })
    .from(classLimits)
    .where(and(eq(classLimits.conditionId, conditionId), eq(classLimits.validFrom, validFrom)));
  if (same && validFrom === today) throw new AppError("invalid", { validFrom: "limit_began" });
  if (same)
    await tx
      .update(classLimits)
      .set({ ...limit, source })
      .where(eq(classLimits.id, same.id));
  else await tx.insert(classLimits).values({ id, conditionId, ...limit, source, validFrom });
  return before ? { value: before.value, unit: before.unit } : null;
}
