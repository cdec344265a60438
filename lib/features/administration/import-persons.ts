import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import type { Db } from "@/db/client";
import { persons, sections, units } from "@/db/schema";
import { AppError } from "@/lib/domain/errors";
import { countOutcomes } from "@/lib/domain/import-report";
import { command } from "../command";
import { parse } from "../parse";
import { requireCityId } from "../shared/area-ids";
import { readCalendar } from "../shared/city-rules";
import { dayIn } from "../shared/day";
import { importEach, importInput } from "../shared/import-rows";
import { pinyinKey } from "../shared/pinyin-key";
import type { TableColumn } from "../shared/read-table";
import { optionalWords, words } from "../shared/text-fields";

export const personColumns: readonly TableColumn[] = [
  { field: "unit", heads: ["单位代码", "unit code"], isRequired: true },
  { field: "section", heads: ["科室代码", "section code"] },
  { field: "sectionName", heads: ["科室名称", "科室", "section name"] },
  { field: "sectionNameEn", heads: ["科室英文名称", "section english name"] },
  { field: "name", heads: ["姓名", "name"], isRequired: true },
  { field: "jobTitle", heads: ["职务", "job title"], isRequired: true },
  { field: "phone", heads: ["电话", "手机", "phone"] },
];

const personRow = z.object({
  unit: z.string().regex(/^[A-Za-z0-9._-]{2,30}$/),
  section: z.union([z.literal(""), z.string().regex(/^[A-Za-z0-9._-]{1,30}$/)]).default(""),
  sectionName: optionalWords(80),
  sectionNameEn: optionalWords(120),
  name: words(40),
  jobTitle: words(60),
  phone: z
    .string()
    .regex(/^([+\d][\d -]{2,18})?$/)
    .default(""),
});

/** Sections and persons of units. A person is known by unit and name; a new section's code needs its name. */
export const importPersons = command({
  permission: "import_units",
  input: importInput,
  async run({ tx, now, newId, append }, { source, rows }) {
    const cityId = await requireCityId(tx);
    const today = dayIn((await readCalendar(tx)).timeZone, now);
    const answers = await importEach(
      tx,
      rows,
      ({ values }) => values.name ?? "",
      async (savepoint, { values }) => {
        const row = parse(personRow, values);
        const [unit] = await savepoint
          .select({ id: units.id })
          .from(units)
          .where(and(eq(units.code, row.unit), isNull(units.validTo)));
        if (!unit) throw new AppError("invalid", { unit: "not_found" });
        const sectionId = row.section ? await sectionOf(savepoint, unit.id, row, newId) : null;
        const same = await savepoint
          .select()
          .from(persons)
          .where(and(eq(persons.unitId, unit.id), eq(persons.name, row.name), isNull(persons.validTo)));
        if (same.length > 1) throw new AppError("invalid", { name: "ambiguous" });
        const [known] = same;
        if (!known) {
          await savepoint.insert(persons).values({
            id: newId(),
            unitId: unit.id,
            sectionId,
            name: row.name,
            pinyinKey: pinyinKey(row.name),
            jobTitle: row.jobTitle,
            phone: row.phone || null,
            validFrom: today,
          });
          return "added";
        }
        const wanted = {
          sectionId: sectionId ?? known.sectionId,
          jobTitle: row.jobTitle,
          phone: row.phone || known.phone,
        };
        const isUnchanged =
          wanted.sectionId === known.sectionId &&
          wanted.jobTitle === known.jobTitle &&
          wanted.phone === known.phone;
        if (isUnchanged) return "unchanged";
        await savepoint.update(persons).set(wanted).where(eq(persons.id, known.id));
        return "changed";
      },
    );
    // Names of people are not written into the chain: only how many.
    await append({
      subjectKind: "city",
      subjectId: cityId,
      type: "persons.imported",
      payload: { source, ...countOutcomes(answers) },
    });
    return answers;
  },
});

async function sectionOf(
  tx: Db,
  unitId: string,
  row: z.output<typeof personRow>,
  newId: () => string,
): Promise<string> {
  const [known] = await tx
    .select({ id: sections.id })
    .from(sections)
    .where(and(eq(sections.unitId, unitId), eq(sections.code, row.section)));
  if (known) return known.id;
  if (!row.sectionName) throw new AppError("invalid", { sectionName: "required" });
  const id = newId();
  await tx.insert(sections).values({
    id,
    unitId,
    code: row.section,
    name: row.sectionName,
    nameEn: row.sectionNameEn ?? row.sectionName,
  });
  return id;
}
