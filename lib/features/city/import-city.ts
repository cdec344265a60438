import "server-only";
import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Db } from "@/db/client";
import { areas, basemapFeatures, dataVersions, desks, grids, places } from "@/db/schema";
import { AppError } from "@/lib/domain/errors";
import type { AreaLevel } from "@/lib/domain/posts";
import { areaM2 } from "@/lib/geo/area";
import { boxOf } from "@/lib/geo/box";
import { command } from "../command";
import { pinyinKey } from "../shared/pinyin-key";
import type { AreaRow } from "./city-layers";
import { installCatalogue } from "./install-catalogue";
import type { CityPlan } from "./plan-city";

const rowsAtOnce = 500;
const levelOrder: readonly AreaLevel[] = ["city", "district", "street", "community"];

/** A plan comes from `planCity` in this process, never from outside; that it holds a city is checked again. */
const planSchema = z.custom<CityPlan>(
  (value) => {
    const plan = value as Partial<CityPlan> | null;
    return (
      Array.isArray(plan?.areas) &&
      plan.areas.filter(({ level }) => level === "city").length === 1 &&
      Array.isArray(plan.cells) &&
      plan.cells.length > 0 &&
      Array.isArray(plan.places) &&
      Array.isArray(plan.basemap)
    );
  },
  { error: "bad_format" },
);

/** Brings a whole city into an empty database: area tree with its desks, cells, key places and basemap. */
export const importCity = command({
  permission: "import_city",
  input: z.strictObject({
    plan: planSchema,
    source: z.string().max(200),
    /** What the licence of the map data asks to be shown beside the map. */
    attribution: z.string().trim().max(200).default(""),
  }),
  async run({ tx, now, newId, append }, { plan, source, attribution }) {
    // The lock, not the look, keeps a second import out: both would find the tables empty.
    await tx.execute(sql`lock table ${areas} in share row exclusive mode`);
    const [present] = await tx.select({ name: areas.name }).from(areas).limit(1);
    if (present) throw new AppError("not_empty", {}, { name: present.name });
    const today = now.toISOString().slice(0, 10);
    const areaIds = await insertAreas(tx, plan.areas, today, newId);
    const cellIds = await insertCells(tx, plan, areaIds, today, newId);
    await inBatches(plan.places, (rows) =>
      tx.insert(places).values(
        rows.map(({ kind, name, point, communityCode, cellCode, source }) => ({
          id: newId(),
          kind,
          name,
          pinyinKey: pinyinKey(name),
          lng: point[0],
          lat: point[1],
          communityId: known(areaIds, communityCode),
          cellId: known(cellIds, cellCode),
          source,
          validFrom: today,
        })),
      ),
    );
    await inBatches(plan.basemap, (rows) =>
      tx.insert(basemapFeatures).values(rows.map((row) => ({ ...row, ...boxOf(row.geometry) }))),
    );
    const counts = {
      areas: plan.areas.length,
      cells: plan.cells.length,
      places: plan.places.length,
      basemap: plan.basemap.length,
    };
    for (const [layer, count] of [
      ["basemap", counts.basemap],
      ["cells", counts.cells],
    ] as const) {
      await tx
        .insert(dataVersions)
        .values({ layer, version: 1, changedAt: now.toISOString(), count, note: { source, attribution } })
        .onConflictDoUpdate({
          target: dataVersions.layer,
          set: {
            version: sql`${dataVersions.version} + 1`,
            changedAt: now.toISOString(),
            count,
            note: { source, attribution },
          },
        });
    }
    const catalogue = await installCatalogue(tx, { now, today, newId });
    const city = plan.areas.find(({ level }) => level === "city");
    const cityId = known(areaIds, city?.code ?? "");
    await append({
      subjectKind: "city",
      subjectId: cityId,
      type: "city.imported",
      payload: {
        source,
        counts: { ...counts, ...catalogue },
        skipped: plan.skipped.length,
        repaired: plan.repaired.length,
        isBoundaryAssumed: city?.isBoundaryAssumed ?? false,
      },
    });
    return { cityId, name: city?.name ?? "", code: city?.code ?? "", ...counts };
  },
});

async function insertAreas(tx: Db, rows: readonly AreaRow[], today: string, newId: () => string) {
  const ids = new Map<string, string>();
  // Parents first: the tree refers to itself.
  const ordered = rows.toSorted((a, b) => levelOrder.indexOf(a.level) - levelOrder.indexOf(b.level));
  for (const row of ordered) ids.set(row.code, newId());
  for (const level of levelOrder) {
    await inBatches(
      ordered.filter((row) => row.level === level),
      async (batch) => {
        await tx.insert(areas).values(
          batch.map((row) => ({
            id: known(ids, row.code),
            parentId: row.parent === null ? null : known(ids, row.parent),
            level: row.level,
            code: row.code,
            name: row.name,
            nameEn: row.nameEn ?? englishName(row.name),
            pinyinKey: pinyinKey(row.name),
            geometry: row.geometry,
            ...boxOf(row.geometry),
            areaM2: areaM2(row.geometry),
            isBoundaryAssumed: row.isBoundaryAssumed,
            validFrom: row.validFrom ?? today,
          })),
        );
        // Every area has the desk of its level; which powers it uses is the city's setting.
        await tx.insert(desks).values(
          batch.map((row) => ({
            id: newId(),
            areaId: known(ids, row.code),
            level: row.level,
            name: `${row.name}${deskNames[row.level].zh}`,
            nameEn: `${row.nameEn ?? englishName(row.name)} ${deskNames[row.level].en}`,
            powers: ["supervision", "command"],
          })),
        );
      },
    );
  }
  return ids;
}

const deskNames: Record<AreaLevel, { zh: string; en: string }> = {
  city: { zh: "城市管理指挥中心", en: "City Management Center" },
  district: { zh: "城市管理指挥中心", en: "District Management Center" },
  street: { zh: "综合指挥室", en: "Command Room" },
  community: { zh: "网格工作站", en: "Grid Station" },
};

async function insertCells(
  tx: Db,
  plan: CityPlan,
  areaIds: ReadonlyMap<string, string>,
  today: string,
  newId: () => string,
) {
  const ids = new Map<string, string>();
  const since = new Map(plan.areas.map(({ code, validFrom }) => [code, validFrom ?? today]));
  await inBatches(plan.cells, (rows) =>
    tx.insert(grids).values(
      rows.map((cell) => {
        const id = newId();
        ids.set(cell.code, id);
        return {
          id,
          kind: "community_grid" as const,
          code: cell.code,
          name: cell.name,
          nameEn: cell.nameEn,
          communityId: known(areaIds, cell.communityCode),
          geometry: cell.geometry,
          ...boxOf(cell.geometry),
          labelLng: cell.label[0],
          labelLat: cell.label[1],
          areaM2: cell.areaM2,
          validFrom: since.get(cell.communityCode) ?? today,
        };
      }),
    ),
  );
  return ids;
}

async function inBatches<T>(rows: readonly T[], insert: (batch: T[]) => Promise<unknown>): Promise<void> {
  for (let from = 0; from < rows.length; from += rowsAtOnce)
    await insert(rows.slice(from, from + rowsAtOnce));
}

function known(ids: ReadonlyMap<string, string>, code: string): string {
  const id = ids.get(code);
  if (id === undefined) throw new AppError("invalid", { areas: "unknown" }, { code });
  return id;
}

/** Until somebody gives an English name: the pinyin, each word with a capital. */
function englishName(name: string): string {
  return pinyinKey(name).replace(/(^|\s)\p{L}/gu, (letter) => letter.toUpperCase());
}
