import "server-only";
import { asc, eq, inArray } from "drizzle-orm";
import { z } from "zod";
import { classConditions, classLimits } from "@/db/schema";
import { query } from "../query";
import { stampOf } from "../shared/edit";
import { limitsInForce } from "../shared/limits";
import { readHistory } from "../shared/record-history";
import { todayOf } from "../shared/valid-on";
import { classFields, classKey, keyOfClass, loadClassRow } from "./class-fields";
import { limitSeen } from "./set-limit";

/** One class with all its conditions, every limit they had, have and will have, and what was done to it. */
export const loadClass = query({
  permission: "view_directory",
  input: z.object({ key: classKey }),
  async run(context, { key }) {
    const { db } = context;
    const today = await todayOf(context);
    const row = await loadClassRow(db, key);
    const conditions = await db
      .select()
      .from(classConditions)
      .where(eq(classConditions.classId, row.id))
      .orderBy(asc(classConditions.position));
    const ids = conditions.map(({ id }) => id);
    const inForce = await limitsInForce(db, ids, today);
    const limits = ids.length
      ? await db
          .select()
          .from(classLimits)
          .where(inArray(classLimits.conditionId, ids))
          .orderBy(asc(classLimits.validFrom))
      : [];
    return {
      ...row,
      key: keyOfClass(row),
      today,
      isRetired: row.validTo !== null && row.validTo <= today,
      seen: stampOf(classFields(row)),
      conditions: conditions.map((condition) => ({
        ...condition,
        isEnded: condition.validTo !== null && condition.validTo <= today,
        limit: inForce.get(condition.id) ?? null,
        seen: stampOf(limitSeen(inForce.get(condition.id))),
        limits: limits
          .filter(({ conditionId }) => conditionId === condition.id)
          .map(({ value, unit, source, validFrom }) => ({ value, unit, source, validFrom })),
      })),
      history: await readHistory(db, [{ kind: "class", ids: [row.id] }], {
        type: "classes.imported",
        code: keyOfClass(row),
      }),
    };
  },
});
