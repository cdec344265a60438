import "server-only";
import { and, asc, count, eq, inArray, lte } from "drizzle-orm";
import { z } from "zod";
import { classConditions, classes, classKinds } from "@/db/schema";
import { query } from "../query";
import { limitsInForce } from "../shared/limits";
import { todayOf, validOn } from "../shared/valid-on";
import { keyOfClass } from "./class-fields";
import { contains, listFields, offsetOf, pageSize } from "./list-input";

/** Classes with their filing conditions and the limits in force, each with where the limit comes from. */
export const listClasses = query({
  permission: "view_directory",
  input: z.object({
    ...listFields,
    kind: z.enum(classKinds).optional().catch(undefined),
    major: z
      .string()
      .regex(/^\d{2}$/)
      .optional()
      .catch(undefined),
    self: z.literal("yes").optional().catch(undefined),
    ended: z.literal("yes").optional().catch(undefined),
  }),
  async run(context, { q, page, kind, major, self, ended }) {
    const { db } = context;
    const today = await todayOf(context);
    const where = and(
      ended ? lte(classes.validTo, today) : validOn({ validTo: classes.validTo }, today),
      kind ? eq(classes.kind, kind) : undefined,
      major ? eq(classes.majorCode, major) : undefined,
      self ? eq(classes.isSelfHandleable, true) : undefined,
      contains(q, [classes.code, classes.name, classes.nameEn, classes.pinyinKey, classes.majorName]),
    );
    const rows = await db
      .select()
      .from(classes)
      .where(where)
      .orderBy(asc(classes.standard), asc(classes.kind), asc(classes.code))
      .limit(pageSize)
      .offset(offsetOf(page));
    const ids = rows.map(({ id }) => id);
    const conditions = ids.length
      ? await db
          .select({
            id: classConditions.id,
            classId: classConditions.classId,
            name: classConditions.name,
            nameEn: classConditions.nameEn,
            closing: classConditions.closing,
            closingEn: classConditions.closingEn,
          })
          .from(classConditions)
          .where(
            and(inArray(classConditions.classId, ids), validOn({ validTo: classConditions.validTo }, today)),
          )
          .orderBy(asc(classConditions.position))
      : [];
    const limits = await limitsInForce(
      db,
      conditions.map(({ id }) => id),
      today,
    );
    const [total] = await db.select({ count: count() }).from(classes).where(where);
    const majors = await db
      .selectDistinct({
        code: classes.majorCode,
        kind: classes.kind,
        name: classes.majorName,
        nameEn: classes.majorNameEn,
      })
      .from(classes)
      .orderBy(asc(classes.kind), asc(classes.majorCode));
    return {
      rows: rows.map((row) => ({
        ...row,
        key: keyOfClass(row),
        conditions: conditions
          .filter(({ classId }) => classId === row.id)
          .map((condition) => ({ ...condition, limit: limits.get(condition.id) ?? null })),
      })),
      majors,
      total: total?.count ?? 0,
      page,
    };
  },
});
