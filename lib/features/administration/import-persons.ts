import "server-only";
import { and, eq } from "drizzle-orm";
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
import { firstLines, importEach, importInput } from "../shared/import-rows";
import { pinyinKey } from "../shared/pinyin-key";
import type { TableColumn } from "../shared/read-table";
import { optionalWords, words } from "../shared/text-fields";
import { requireEnd, validOn } from "../shared/valid-on";

export const personColumns: readonly TableColumn[] = [
  { field: "unit", heads: ["单位代码", "unit code"], isRequired: true },
  { field: "section", heads: ["科室代码", "section code"] },
  { field: "sectionName", heads: ["科室名称", "科室", "section name"] },
  { field: "sectionNameEn", heads: ["科室英文名称", "section english name"] },
  { field: "name", heads: ["姓名", "name"], isRequired: true },
  { field: "jobTitle", heads: ["职务", "job title"], isRequired: true },
  { field: "phone", heads: ["电话", "手机", "phone"] },
  { field: "validTo", heads: ["离岗日期", "valid to"], isDay: true },
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
  validTo: z.union([z.literal(""), z.iso.date()]).default(""),
});
/** A line that names a section and nobody in it. */
const sectionRow = personRow.extend({
  section: z.string().regex(/^[A-Za-z0-9._-]{1,30}$/),
  sectionName: words(80),
  name: z.literal("").default(""),
  jobTitle: z.literal("").default(""),
});

/**
 * Sections and persons of units. A person is known by unit and name, so a second line for one is refused with the
 * number of the first; a new section's code needs its name; a line may stand for a section alone.
 */
export const importPersons = command({
  permission: "import_units",
  input: importInput,
  async run({ tx, now, newId, append }, { source, rows }) {
    const cityId = await requireCityId(tx);
    const today = dayIn((await readCalendar(tx)).timeZone, now);
    const refuseSecond = firstLines(rows, ({ line, values }) =>
      values.name ? `${values.unit} ${values.name}` : String(line),
    );
    const sectionsRead = new Map<string, string>();
    const answers = await importEach(
      tx,
      rows,
      ({ values }) => values.name || (values.section ?? ""),
      async (savepoint, given) => {
        refuseSecond(given);
        const { values } = given;
        const isSectionOnly = !values.name && !values.jobTitle && Boolean(values.section);
        const row = parse(isSectionOnly ? sectionRow : personRow, values);
        const [unit] = await savepoint
          .select({ id: units.id })
          .from(units)
          .where(and(eq(units.code, row.unit), validOn({ validTo: units.validTo }, today)));
        if (!unit) throw new AppError("invalid", { unit: "not_found" });
        const section = row.section ? await sectionOf(savepoint, unit.id, row, newId, sectionsRead) : null;
        const sectionId = section?.id ?? null;
        const sectionOutcome = section?.outcome ?? "unchanged";
        if (isSectionOnly) return sectionOutcome;
        const same = await savepoint
          .select()
          .from(persons)
          .where(
            and(
              eq(persons.unitId, unit.id),
              eq(persons.name, row.name),
              validOn({ validTo: persons.validTo }, today),
            ),
          );
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
            validTo: row.validTo || null,
          });
          return "added";
        }
        const wanted = {
          sectionId: sectionId ?? known.sectionId,
          jobTitle: row.jobTitle,
          phone: row.phone || known.phone,
          validTo: row.validTo || known.validTo,
        };
        if (wanted.validTo !== null && wanted.validTo !== known.validTo)
          requireEnd(known.validFrom, wanted.validTo);
        const isUnchanged =
          wanted.sectionId === known.sectionId &&
          wanted.jobTitle === known.jobTitle &&
          wanted.phone === known.phone &&
          wanted.validTo === known.validTo;
        if (isUnchanged) return sectionOutcome === "unchanged" ? "unchanged" : "changed";
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

/** The section of the row's code: made, or called as the row calls it. Two names for one in a file are a fault. */
async function sectionOf(
  tx: Db,
  unitId: string,
  row: { section: string; sectionName?: string | undefined; sectionNameEn?: string | undefined },
  newId: () => string,
  read: Map<string, string>,
): Promise<{ id: string; outcome: "added" | "changed" | "unchanged" }> {
  const key = `${unitId} ${row.section}`;
  const said = read.get(key);
  if (row.sectionName && said !== undefined && said !== row.sectionName)
    throw new AppError("invalid", { sectionName: "section_differs" });
  const [known] = await tx
    .select()
    .from(sections)
    .where(and(eq(sections.unitId, unitId), eq(sections.code, row.section)));
  if (!known && !row.sectionName) throw new AppError("invalid", { sectionName: "required" });
  const name = row.sectionName ?? known?.name ?? row.section;
  const nameEn = row.sectionNameEn ?? known?.nameEn ?? name;
  if (row.sectionName) read.set(key, row.sectionName);
  if (!known) {
    const id = newId();
    await tx.insert(sections).values({ id, unitId, code: row.section, name, nameEn });
    return { id, outcome: "added" };
  }
  if (known.name === name && known.nameEn === nameEn) return { id: known.id, outcome: "unchanged" };
  await tx.update(sections).set({ name, nameEn }).where(eq(sections.id, known.id));
  return { id: known.id, outcome: "changed" };
}
