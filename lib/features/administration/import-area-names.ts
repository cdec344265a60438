import "server-only";
import { eq } from "drizzle-orm";
import { z } from "zod";
import type { Db } from "@/db/client";
import { areas, desks } from "@/db/schema";
import { AppError } from "@/lib/domain/errors";
import { countOutcomes } from "@/lib/domain/import-report";
import { areaLevels } from "@/lib/domain/posts";
import { command } from "../command";
import { parse } from "../parse";
import { requireCityId } from "../shared/area-ids";
import { endArea } from "../shared/end-area";
import { firstLines, importEach, importInput } from "../shared/import-rows";
import { pinyinKey } from "../shared/pinyin-key";
import type { TableColumn } from "../shared/read-table";
import { optionalWords, words } from "../shared/text-fields";
import { cityDay, requireEnd } from "../shared/valid-on";
import { areaCode } from "./change-area";

/** The tree as a table. Outlines are no table: new areas come as GeoJSON. */
export const areaColumns: readonly TableColumn[] = [
  { field: "code", heads: ["区域代码", "代码", "area code"], isRequired: true },
  { field: "level", heads: ["层级", "level"], words: "level" },
  { field: "name", heads: ["区域名称", "名称", "name"], isRequired: true },
  { field: "nameEn", heads: ["英文名称", "english name"] },
  { field: "parent", heads: ["上级区域代码", "parent code"] },
  { field: "validFrom", heads: ["生效日期", "valid from"], isDay: true },
  { field: "validTo", heads: ["停用日期", "valid to"], isDay: true },
];

const areaRow = z.object({
  code: areaCode,
  level: z.union([z.literal(""), z.enum(areaLevels)]).default(""),
  name: words(80),
  nameEn: optionalWords(120),
  parent: z.string().max(12).default(""),
  validTo: z.union([z.literal(""), z.iso.date()]).default(""),
});
type Row = z.output<typeof areaRow>;
type AreaRecord = typeof areas.$inferSelect;

/** Names and ends of known areas from a table; what hangs under what is checked, never changed by it. */
export const importAreaNames = command({
  permission: "import_areas",
  input: importInput,
  async run({ tx, now, append }, { source, rows }) {
    const cityId = await requireCityId(tx);
    const today = await cityDay(tx, now);
    const changes: Record<string, unknown>[] = [];
    const refuseSecond = firstLines(rows, ({ values }) => values.code ?? "");
    const answers = await importEach(
      tx,
      rows,
      ({ values }) => values.code ?? "",
      async (savepoint, given) => {
        refuseSecond(given);
        const row = parse(areaRow, given.values);
        const known = await knownArea(savepoint, row);
        const nameEn = row.nameEn ?? known.nameEn;
        const isRenamed = known.name !== row.name || known.nameEn !== nameEn;
        if (row.validTo === "" && !isRenamed) return "unchanged";
        if (isRenamed) await rename(savepoint, known, row.name, nameEn);
        if (row.validTo) {
          requireEnd(known.validFrom, row.validTo, today);
          await endArea(savepoint, known, row.validTo);
        }
        changes.push({
          code: row.code,
          ...(isRenamed ? { name: row.name, before: known.name } : {}),
          ...(row.validTo ? { endedOn: row.validTo } : {}),
        });
        return "changed";
      },
    );
    await append({
      subjectKind: "city",
      subjectId: cityId,
      type: "areas.imported",
      payload: { source, ...countOutcomes(answers), changes },
    });
    return answers;
  },
});

async function knownArea(tx: Db, row: Row): Promise<AreaRecord> {
  const all = await tx.select().from(areas).where(eq(areas.code, row.code));
  const known = all.find(({ validTo }) => validTo === null);
  if (!known) throw new AppError("invalid", { code: all.length > 0 ? "ended_post" : "needs_outline" });
  if (row.level !== "" && row.level !== known.level)
    throw new AppError("invalid", { level: "level_differs" });
  const [parent] = known.parentId
    ? await tx.select({ code: areas.code }).from(areas).where(eq(areas.id, known.parentId))
    : [];
  if (row.parent !== "" && row.parent !== parent?.code)
    throw new AppError("invalid", { parent: "parent_differs" });
  return known;
}

async function rename(tx: Db, known: AreaRecord, name: string, nameEn: string): Promise<void> {
  await tx
    .update(areas)
    .set({ name, nameEn, pinyinKey: pinyinKey(name) })
    .where(eq(areas.id, known.id));
  const [desk] = await tx.select().from(desks).where(eq(desks.areaId, known.id));
  if (desk && desk.name === known.name)
    await tx.update(desks).set({ name, nameEn }).where(eq(desks.id, desk.id));
}
