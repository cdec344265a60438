import "server-only";
import { and, asc, count, eq, inArray, isNull } from "drizzle-orm";
import { z } from "zod";
import { classConditions, classes, classKinds, classLimits } from "@/db/schema";
import { query } from "../query";
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
  }),
  async run({ db }, { q, page, kind, major, self }) {
    const where = and(
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
            limitValue: classLimits.value,
            limitUnit: classLimits.unit,
            limitSource: classLimits.source,
            limitFrom: classLimits.validFrom,
          })
          .from(classConditions)
          .leftJoin(
            classLimits,
            and(eq(classLimits.conditionId, classConditions.id), isNull(classLimits.validTo)),
          )
          .where(inArray(classConditions.classId, ids))
          .orderBy(asc(classConditions.position))
      : [];
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
        conditions: conditions.filter(({ classId }) => classId === row.id),
      })),
      majors,
      total: total?.count ?? 0,
      page,
    };
  },
});
