import "server-only";
import { and, asc, eq, isNull, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { z } from "zod";
import { areas, classConditions, classes, persons, sections, units } from "@/db/schema";
import { command } from "../command";
import { query } from "../query";
import { requireCityId } from "../shared/area-ids";
import { limitsInForce } from "../shared/limits";
import { cityDay, todayOf, validOn } from "../shared/valid-on";

/** One line of a table, by the fields its import reads: codes, which the page puts into words. */
export type TableLine = Record<string, string>;

const parent = alias(areas, "parent");
const yesNo = (is: boolean) => (is ? "yes" : "no");

/** The tree in being, parents first. */
export const exportAreas = query({
  permission: "view_directory",
  input: z.object({}),
  async run({ db }): Promise<TableLine[]> {
    const rows = await db
      .select({
        code: areas.code,
        level: areas.level,
        name: areas.name,
        nameEn: areas.nameEn,
        parent: parent.code,
        validFrom: areas.validFrom,
      })
      .from(areas)
      .leftJoin(parent, eq(parent.id, areas.parentId))
      .where(isNull(areas.validTo))
      .orderBy(sql`case when ${areas.level} = 'city' then 0 else 1 end`, asc(areas.code));
    return rows.map((row) => ({ ...row, parent: row.parent ?? "", validTo: "" }));
  },
});

export const exportUnits = query({
  permission: "view_directory",
  input: z.object({}),
  async run(context): Promise<TableLine[]> {
    const rows = await context.db
      .select({ unit: units, area: areas.code })
      .from(units)
      .innerJoin(areas, eq(areas.id, units.areaId))
      .where(validOn({ validTo: units.validTo }, await todayOf(context)))
      .orderBy(asc(units.code));
    return rows.map(({ unit, area }) => ({
      code: unit.code,
      name: unit.name,
      nameEn: unit.nameEn,
      kind: unit.kind,
      area,
      responsibleKinds: unit.responsibleKinds.join(";"),
      phone: unit.phone ?? "",
      validFrom: unit.validFrom,
      validTo: unit.validTo ?? "",
    }));
  },
});

/** The roster (花名册): everybody who works in a unit, and sections that nobody works in yet. Personal data: an event. */
export const exportPersons = command({
  permission: "export_persons",
  input: z.object({}),
  async run({ tx, now, append }): Promise<TableLine[]> {
    const today = await cityDay(tx, now);
    const rows = await tx
      .select({ unit: units.code, section: sections, person: persons })
      .from(persons)
      .innerJoin(units, eq(units.id, persons.unitId))
      .leftJoin(sections, eq(sections.id, persons.sectionId))
      .where(and(validOn({ validTo: persons.validTo }, today), validOn({ validTo: units.validTo }, today)))
      .orderBy(asc(units.code), asc(sections.code), asc(persons.pinyinKey), asc(persons.id));
    const empty = await tx
      .select({ unit: units.code, section: sections })
      .from(sections)
      .innerJoin(units, eq(units.id, sections.unitId))
      .where(
        and(
          validOn({ validTo: units.validTo }, today),
          sql`not exists (select 1 from persons p where p.section_id = ${sections.id}
            and (p.valid_to is null or p.valid_to > ${today}))`,
        ),
      )
      .orderBy(asc(units.code), asc(sections.code));
    await append({
      subjectKind: "city",
      subjectId: await requireCityId(tx),
      type: "persons.exported",
      payload: { persons: rows.length },
    });
    const sectionCells = (section: typeof sections.$inferSelect | null) => ({
      section: section?.code ?? "",
      sectionName: section?.name ?? "",
      sectionNameEn: section?.nameEn ?? "",
    });
    return [
      ...rows.map(({ unit, section, person }) => ({
        unit,
        ...sectionCells(section),
        name: person.name,
        jobTitle: person.jobTitle,
        phone: person.phone ?? "",
        validTo: person.validTo ?? "",
      })),
      ...empty.map(({ unit, section }) => ({
        unit,
        ...sectionCells(section),
        name: "",
        jobTitle: "",
        phone: "",
        validTo: "",
      })),
    ];
  },
});

/** Classes in use, a line for each condition in use, with the limit in force. */
export const exportClasses = query({
  permission: "view_directory",
  input: z.object({}),
  async run(context): Promise<TableLine[]> {
    const { db } = context;
    const today = await todayOf(context);
    const rows = await db
      .select({ row: classes, condition: classConditions })
      .from(classes)
      .leftJoin(
        classConditions,
        and(eq(classConditions.classId, classes.id), validOn({ validTo: classConditions.validTo }, today)),
      )
      .where(validOn({ validTo: classes.validTo }, today))
      .orderBy(asc(classes.standard), asc(classes.kind), asc(classes.code), asc(classConditions.position));
    const limits = await limitsInForce(
      db,
      rows.flatMap(({ condition }) => condition?.id ?? []),
      today,
    );
    return rows.map(({ row, condition }) => {
      const limit = condition ? limits.get(condition.id) : undefined;
      return {
        standard: row.standard,
        kind: row.kind,
        code: row.code,
        name: row.name,
        nameEn: row.nameEn,
        description: row.description,
        descriptionEn: row.descriptionEn,
        urgency: row.urgency,
        isDanger: yesNo(row.isDanger),
        isSelfHandleable: yesNo(row.isSelfHandleable),
        isPublicReportable: yesNo(row.isPublicReportable),
        validTo: row.validTo ?? "",
        position: condition ? String(condition.position) : "",
        conditionName: condition?.name ?? "",
        conditionNameEn: condition?.nameEn ?? "",
        closing: condition?.closing ?? "",
        closingEn: condition?.closingEn ?? "",
        limitValue: limit ? String(limit.value) : "",
        limitUnit: limit?.unit ?? "",
        limitFrom: limit?.validFrom ?? "",
        conditionValidTo: condition?.validTo ?? "",
      };
    });
  },
});
