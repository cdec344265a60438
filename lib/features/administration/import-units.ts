import "server-only";
import { eq } from "drizzle-orm";
import { z } from "zod";
import type { Db } from "@/db/client";
import { classes, unitKinds, units } from "@/db/schema";
import { AppError } from "@/lib/domain/errors";
import { countOutcomes } from "@/lib/domain/import-report";
import { command } from "../command";
import { parse } from "../parse";
import { requireAreaId, requireCityId } from "../shared/area-ids";
import { readCalendar } from "../shared/city-rules";
import { dayIn } from "../shared/day";
import { firstLines, importEach, importInput } from "../shared/import-rows";
import { pinyinKey } from "../shared/pinyin-key";
import type { TableColumn } from "../shared/read-table";
import { optionalWords, words } from "../shared/text-fields";

export const unitColumns: readonly TableColumn[] = [
  { field: "code", heads: ["单位代码", "代码", "unit code"], isRequired: true },
  { field: "name", heads: ["单位名称", "名称", "name"], isRequired: true },
  { field: "nameEn", heads: ["英文名称", "english name"] },
  { field: "kind", heads: ["单位类别", "类别", "kind"], isRequired: true, words: "unitKind" },
  { field: "area", heads: ["所属区域代码", "区域代码", "area code"], isRequired: true },
  { field: "responsibleKinds", heads: ["责任类别", "responsible kinds"], words: "responsibleKind" },
  { field: "phone", heads: ["值班电话", "电话", "phone"] },
  { field: "validFrom", heads: ["生效日期", "valid from"], isDay: true },
  { field: "validTo", heads: ["停用日期", "valid to"], isDay: true },
];

/** The kinds as people write them in a file. */
const kindWords: Record<string, (typeof unitKinds)[number]> = {
  市直部门: "city_department",
  市直: "city_department",
  区直部门: "district_department",
  区直: "district_department",
  街道: "street",
  乡镇: "street",
  "街道/镇": "street",
  社区: "community",
  管委会: "management_committee",
  公服企业: "utility",
  公用企业: "utility",
  物业: "property",
  外包公司: "contractor",
};

const day = z.union([z.literal(""), z.iso.date()]).default("");
const unitRow = z.object({
  code: z.string().regex(/^[A-Za-z0-9._-]{2,30}$/),
  name: words(80),
  nameEn: optionalWords(120),
  kind: z.preprocess((value) => kindWords[String(value)] ?? value, z.enum(unitKinds)),
  area: z.string().regex(/^(\d{6}|\d{9}|\d{12})$/),
  responsibleKinds: z.string().max(400).default(""),
  phone: z
    .string()
    .regex(/^([+\d][\d -]{2,18})?$/)
    .default(""),
  validFrom: day,
  validTo: day,
});

/** Units from a file: a new code makes one, a known code changes it, an end date ends it. Row by row. */
export const importUnits = command({
  permission: "import_units",
  input: importInput,
  async run({ tx, now, newId, append }, { source, rows }) {
    const cityId = await requireCityId(tx);
    const today = dayIn((await readCalendar(tx)).timeZone, now);
    const responsible = new Set(
      (await tx.selectDistinct({ kind: classes.responsibleKind }).from(classes)).map(({ kind }) => kind),
    );
    const refuseSecond = firstLines(rows, ({ values }) => values.code ?? "");
    const answers = await importEach(
      tx,
      rows,
      ({ values }) => values.code ?? "",
      async (savepoint, given) => {
        refuseSecond(given);
        const row = parse(unitRow, given.values);
        const kinds = row.responsibleKinds.split(/[;;、,,\s]+/).filter((kind) => kind !== "");
        if (kinds.some((kind) => !responsible.has(kind)))
          throw new AppError("invalid", { responsibleKinds: "unknown" });
        const areaId = await requireAreaId(savepoint, row.area);
        const known = await unitByCode(savepoint, row.code);
        const validFrom = row.validFrom || known?.validFrom || today;
        const validTo = row.validTo || null;
        if (validTo !== null && validTo <= validFrom) throw new AppError("invalid", { validTo: "not_after" });
        const wanted = {
          name: row.name,
          nameEn: row.nameEn ?? known?.nameEn ?? row.name,
          kind: row.kind,
          areaId,
          responsibleKinds: kinds.length > 0 ? kinds : (known?.responsibleKinds ?? []),
          phone: row.phone || (known?.phone ?? null),
          validFrom,
          validTo,
        };
        if (!known) {
          const pinyin = pinyinKey(row.name);
          await savepoint.insert(units).values({ id: newId(), code: row.code, pinyinKey: pinyin, ...wanted });
          return "added";
        }
        const { id: _id, code: _code, pinyinKey: _pinyin, ...present } = known;
        if (isSame(present, wanted)) return "unchanged";
        await savepoint
          .update(units)
          .set({ ...wanted, pinyinKey: pinyinKey(row.name) })
          .where(eq(units.id, known.id));
        return "changed";
      },
    );
    const codesOf = (outcome: string) =>
      answers.filter((answer) => answer.outcome === outcome).map(({ name }) => name);
    await append({
      subjectKind: "city",
      subjectId: cityId,
      type: "units.imported",
      payload: { source, ...countOutcomes(answers), codes: [...codesOf("added"), ...codesOf("changed")] },
    });
    return answers;
  },
});

function isSame(present: Record<string, unknown>, wanted: Record<string, unknown>): boolean {
  return Object.entries(wanted).every(
    ([key, value]) => JSON.stringify(present[key] ?? null) === JSON.stringify(value ?? null),
  );
}

async function unitByCode(tx: Db, code: string) {
  const [row] = await tx.select().from(units).where(eq(units.code, code));
  return row;
}
