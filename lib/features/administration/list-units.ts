import "server-only";
import { and, asc, count, eq, isNotNull, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import { areas, persons, sections, unitKinds, units } from "@/db/schema";
import { AppError } from "@/lib/domain/errors";
import { query } from "../query";
import { contains, listFields, offsetOf, pageSize } from "./list-input";

export const listUnits = query({
  permission: "view_directory",
  input: z.object({
    ...listFields,
    kind: z.enum(unitKinds).optional().catch(undefined),
    ended: z.literal("yes").optional().catch(undefined),
  }),
  async run({ db }, { q, page, kind, ended }) {
    const where = and(
      ended ? isNotNull(units.validTo) : isNull(units.validTo),
      kind ? eq(units.kind, kind) : undefined,
      contains(q, [units.code, units.name, units.nameEn, units.pinyinKey]),
    );
    const rows = await db
      .select({
        code: units.code,
        kind: units.kind,
        name: units.name,
        nameEn: units.nameEn,
        phone: units.phone,
        validFrom: units.validFrom,
        validTo: units.validTo,
        areaName: areas.name,
        areaNameEn: areas.nameEn,
        sections: sql<number>`(select count(*)::int from sections s where s.unit_id = ${units.id})`,
        persons: sql<number>`(select count(*)::int from persons p where p.unit_id = ${units.id} and p.valid_to is null)`,
        accounts: sql<number>`(select count(distinct p.user_id)::int from user_posts p join users u on u.id = p.user_id
          where p.unit_id = ${units.id} and p.valid_to is null and not u.is_disabled)`,
      })
      .from(units)
      .innerJoin(areas, eq(areas.id, units.areaId))
      .where(where)
      .orderBy(asc(units.pinyinKey), asc(units.code))
      .limit(pageSize)
      .offset(offsetOf(page));
    const [total] = await db.select({ count: count() }).from(units).where(where);
    return { rows, total: total?.count ?? 0, page };
  },
});

/** One unit with its sections and persons, for the page of the unit. */
export const loadUnit = query({
  permission: "view_directory",
  input: z.object({ code: z.string().max(30) }),
  async run({ db }, { code }) {
    const [unit] = await db
      .select({
        id: units.id,
        code: units.code,
        kind: units.kind,
        name: units.name,
        nameEn: units.nameEn,
        phone: units.phone,
        responsibleKinds: units.responsibleKinds,
        validFrom: units.validFrom,
        validTo: units.validTo,
        areaName: areas.name,
        areaNameEn: areas.nameEn,
      })
      .from(units)
      .innerJoin(areas, eq(areas.id, units.areaId))
      .where(eq(units.code, code));
    if (!unit) throw new AppError("not_found");
    const sectionRows = await db
      .select({ id: sections.id, code: sections.code, name: sections.name, nameEn: sections.nameEn })
      .from(sections)
      .where(eq(sections.unitId, unit.id))
      .orderBy(asc(sections.code));
    const personRows = await db
      .select({
        id: persons.id,
        sectionId: persons.sectionId,
        name: persons.name,
        jobTitle: persons.jobTitle,
        phone: persons.phone,
      })
      .from(persons)
      .where(and(eq(persons.unitId, unit.id), isNull(persons.validTo)))
      .orderBy(asc(persons.pinyinKey));
    return { ...unit, sections: sectionRows, persons: personRows };
  },
});
