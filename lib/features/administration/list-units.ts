import "server-only";
import { and, asc, count, eq, lte, sql } from "drizzle-orm";
import { z } from "zod";
import { areas, persons, sections, unitKinds, units } from "@/db/schema";
import { AppError } from "@/lib/domain/errors";
import { query } from "../query";
import { stampOf } from "../shared/edit";
import { readHistory } from "../shared/record-history";
import { todayOf, validOn } from "../shared/valid-on";
import { contains, listFields, offsetOf, pageSize } from "./list-input";
import { personFields } from "./person-fields";
import { sectionFields } from "./save-section";
import { unitFields } from "./unit-fields";

export const listUnits = query({
  permission: "view_directory",
  input: z.object({
    ...listFields,
    kind: z.enum(unitKinds).optional().catch(undefined),
    ended: z.literal("yes").optional().catch(undefined),
  }),
  async run(context, { q, page, kind, ended }) {
    const { db } = context;
    const today = await todayOf(context);
    const where = and(
      ended ? lte(units.validTo, today) : validOn({ validTo: units.validTo }, today),
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
        persons: sql<number>`(select count(*)::int from persons p where p.unit_id = ${units.id}
          and (p.valid_to is null or p.valid_to > ${today}))`,
        accounts: sql<number>`(select count(distinct p.user_id)::int from user_posts p join users u on u.id = p.user_id
          where p.unit_id = ${units.id} and p.valid_from <= ${today} and (p.valid_to is null or p.valid_to > ${today})
            and not u.is_disabled)`,
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

/** One unit with its sections and persons, what each form of its page was given to see, and what was done to them. */
export const loadUnit = query({
  permission: "view_directory",
  input: z.object({ code: z.string().max(30) }),
  async run(context, { code }) {
    const { db } = context;
    const today = await todayOf(context);
    const [found] = await db
      .select({ unit: units, area: areas.code, areaName: areas.name, areaNameEn: areas.nameEn })
      .from(units)
      .innerJoin(areas, eq(areas.id, units.areaId))
      .where(eq(units.code, code));
    if (!found) throw new AppError("not_found");
    const { unit, area, areaName, areaNameEn } = found;
    const sectionRows = await db
      .select({ id: sections.id, code: sections.code, name: sections.name, nameEn: sections.nameEn })
      .from(sections)
      .where(eq(sections.unitId, unit.id))
      .orderBy(asc(sections.code));
    const personRows = await db
      .select()
      .from(persons)
      .where(eq(persons.unitId, unit.id))
      .orderBy(asc(persons.pinyinKey));
    const areaRows = await db
      .select({ code: areas.code, name: areas.name, nameEn: areas.nameEn, level: areas.level })
      .from(areas)
      .where(validOn({ validTo: areas.validTo }, today))
      .orderBy(sql`case when ${areas.level} = 'city' then 0 else 1 end`, asc(areas.code));
    const codeOf = (id: string | null) => sectionRows.find((each) => each.id === id)?.code ?? null;
    const isEnded = unit.validTo !== null && unit.validTo <= today;
    return {
      id: unit.id,
      code,
      today,
      isEnded,
      ...unitFields(unit, area),
      areaName,
      areaNameEn,
      seen: stampOf(unitFields(unit, area)),
      areas: areaRows,
      sections: sectionRows.map((row) => ({ ...row, seen: stampOf(sectionFields(row)) })),
      persons: personRows
        .filter(({ validTo }) => validTo === null || validTo > today)
        .map((row) => ({
          id: row.id,
          sectionId: row.sectionId,
          ...personFields(row, codeOf(row.sectionId)),
          seen: stampOf(personFields(row, codeOf(row.sectionId))),
        })),
      /** Everybody whom the history may speak of. */
      names: Object.fromEntries(personRows.map(({ id, name }) => [id, name])),
      history: await readHistory(
        db,
        [
          { kind: "unit", ids: [unit.id] },
          { kind: "person", ids: personRows.map(({ id }) => id) },
        ],
        { type: "units.imported", code },
      ),
    };
  },
});
