import "server-only";
import type { Db } from "@/db/client";
import { areas, basemapFeatures, desks, grids, places } from "@/db/schema";
import { AppError } from "@/lib/domain/errors";
import type { AreaLevel } from "@/lib/domain/posts";
import { areaM2 } from "@/lib/geo/area";
import { boxOf } from "@/lib/geo/box";
import { pinyinKey } from "../shared/pinyin-key";
import type { AreaRow } from "./city-layers";
import type { BasemapRow, CityPlan } from "./plan-city";

const rowsAtOnce = 500;
const levelOrder: readonly AreaLevel[] = ["city", "district", "street", "community"];

type Writing = { tx: Db; today: string; newId: () => string };

/** All rows of a city in an empty database. Answers the ids of its areas by their codes. */
export async function writeCity(work: Writing, plan: CityPlan): Promise<Map<string, string>> {
  const { tx, today, newId } = work;
  const areaIds = await insertAreas(tx, plan.areas, today, newId);
  const cellIds = await insertCells(tx, plan, areaIds, today, newId);
  await inBatches(plan.places, (rows) =>
    tx.insert(places).values(
      rows.map(({ kind, name, point, communityCode, cellCode, source, sourceId }) => ({
        id: newId(),
        kind,
        name,
        pinyinKey: pinyinKey(name),
        lng: point[0],
        lat: point[1],
        communityId: known(areaIds, communityCode),
        cellId: known(cellIds, cellCode),
        source,
        sourceId,
        validFrom: today,
      })),
    ),
  );
  await writeBasemap(tx, plan.basemap);
  return areaIds;
}

export async function writeBasemap(tx: Db, rows: readonly BasemapRow[]): Promise<void> {
  await inBatches(rows, (batch) =>
    tx.insert(basemapFeatures).values(batch.map((row) => ({ ...row, ...boxOf(row.geometry) }))),
  );
}

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
            sourceId: row.sourceId,
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

/** How a desk is called until the city says otherwise. */
export const deskNames: Record<AreaLevel, { zh: string; en: string }> = {
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
          population: cell.population,
          validFrom: since.get(cell.communityCode) ?? today,
        };
      }),
    ),
  );
  return ids;
}

export async function inBatches<T>(
  rows: readonly T[],
  insert: (batch: T[]) => Promise<unknown>,
): Promise<void> {
  for (let from = 0; from < rows.length; from += rowsAtOnce)
    await insert(rows.slice(from, from + rowsAtOnce));
}

export function known(ids: ReadonlyMap<string, string>, code: string): string {
  const id = ids.get(code);
  if (id === undefined) throw new AppError("invalid", { areas: "unknown" }, { code });
  return id;
}

/** Until somebody gives an English name: the pinyin, each word with a capital. */
export function englishName(name: string): string {
  return pinyinKey(name).replace(/(^|\s)\p{L}/gu, (letter) => letter.toUpperCase());
}
