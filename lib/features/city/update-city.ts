import "server-only";
import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { areas, basemapFeatures, desks, grids, places } from "@/db/schema";
import { buildCellIndex } from "@/lib/geo/cell-index";
import { distanceMetres } from "@/lib/geo/distance";
import { isArea, type LngLat } from "@/lib/geo/geojson";
import { pointInside } from "@/lib/geo/point-inside";
import { pinyinKey } from "../shared/pinyin-key";
import type { AreaRow } from "./city-layers";
import type { BasemapRow, CityPlan } from "./plan-city";
import type { PlaceRow } from "./plan-places";
import { deskNames, englishName, writeBasemap } from "./write-city";

type Counts = { added: number; changed: number; gone: number };
export type CityChanges = {
  areas: {
    renamed: { code: string; before: string; after: string }[];
    /** The source draws it otherwise. Cells stand on the boundary that is there, so it stays. */
    boundaryDiffers: { code: string; name: string }[];
    /** In the source and not here: cells must be planned for it before it can begin. */
    unknown: { name: string }[];
    gone: { code: string; name: string }[];
  };
  places: Counts;
  basemap: Counts;
};
type Writing = { tx: Db; today: string; newId: () => string };

/** Two names for one place within this distance are the same place under a new id of the source. */
const sameWithinMetres = 100;

/** Brings a city to the state of its source. Cells, and with them tickets and people's districts, stay as they are. */
export async function updateCity(work: Writing, plan: CityPlan): Promise<CityChanges> {
  const cells = await work.tx
    .select({
      id: grids.id,
      communityId: grids.communityId,
      geometry: grids.geometry,
      population: grids.population,
    })
    .from(grids)
    .where(and(eq(grids.kind, "community_grid"), isNull(grids.validTo)))
    .orderBy(grids.code);
  const cellAt = buildCellIndex(cells.map((cell) => ({ key: cell, geometry: cell.geometry })));
  return {
    areas: await updateAreas(work.tx, plan.areas),
    places: await updatePlaces(work, plan.places, cellAt),
    basemap: await updateBasemap(work.tx, plan.basemap, cells, cellAt),
  };
}

async function updateAreas(tx: Db, wanted: readonly AreaRow[]): Promise<CityChanges["areas"]> {
  const present = await tx.select().from(areas).where(isNull(areas.validTo));
  const changes: CityChanges["areas"] = { renamed: [], boundaryDiffers: [], unknown: [], gone: [] };
  const found = new Set<string>();
  for (const row of wanted) {
    // What was assumed here is nothing that a source could know better by assuming it again.
    const area = present.find(
      ({ id, sourceId, code, level }) =>
        !found.has(id) &&
        level === row.level &&
        (sourceId === null ? code === row.code : sourceId === row.sourceId),
    );
    if (!area) {
      changes.unknown.push({ name: row.name });
      continue;
    }
    found.add(area.id);
    if (JSON.stringify(area.geometry) !== JSON.stringify(row.geometry) && !row.isBoundaryAssumed)
      changes.boundaryDiffers.push({ code: area.code, name: row.name });
    const nameEn = row.nameEn ?? (row.name === area.name ? area.nameEn : englishName(row.name));
    if (row.isBoundaryAssumed || (row.name === area.name && nameEn === area.nameEn)) continue;
    changes.renamed.push({ code: area.code, before: area.name, after: row.name });
    await tx
      .update(areas)
      .set({ name: row.name, nameEn, pinyinKey: pinyinKey(row.name) })
      .where(eq(areas.id, area.id));
    const { zh, en } = deskNames[area.level];
    // A desk that the city has named itself keeps its name.
    await tx
      .update(desks)
      .set({ name: `${row.name}${zh}`, nameEn: `${nameEn} ${en}` })
      .where(and(eq(desks.areaId, area.id), eq(desks.name, `${area.name}${zh}`)));
  }
  for (const { id, code, name } of present) if (!found.has(id)) changes.gone.push({ code, name });
  return changes;
}

type Cell = { id: string; communityId: string; population: number | null };
type CellAt = (lng: number, lat: number) => Cell | null;

async function updatePlaces(
  { tx, today, newId }: Writing,
  wanted: readonly PlaceRow[],
  cellAt: CellAt,
): Promise<Counts> {
  const present = await tx
    .select()
    .from(places)
    // What people entered by hand is not the source's to end.
    .where(and(isNull(places.validTo), inArray(places.source, ["pois", "landuse"])));
  const bySource = new Map(
    present.flatMap((row) => (row.sourceId ? [[`${row.kind} ${row.sourceId}`, row]] : [])),
  );
  const byName = new Map<string, typeof present>();
  for (const row of present) {
    const key = `${row.kind} ${row.name}`;
    byName.set(key, [...(byName.get(key) ?? []), row]);
  }
  const found = new Set<string>();
  const counts: Counts = { added: 0, changed: 0, gone: 0 };
  for (const row of wanted) {
    const cell = cellAt(...row.point);
    if (!cell) continue;
    const near = (byName.get(`${row.kind} ${row.name}`) ?? []).find(
      ({ id, lng, lat }) => !found.has(id) && distanceMetres([lng, lat], row.point) < sameWithinMetres,
    );
    const known = bySource.get(`${row.kind} ${row.sourceId}`) ?? near;
    const values = {
      ...{ name: row.name, pinyinKey: pinyinKey(row.name), lng: row.point[0], lat: row.point[1] },
      ...{ communityId: cell.communityId, cellId: cell.id, source: row.source, sourceId: row.sourceId },
    };
    if (!known || found.has(known.id)) {
      await tx.insert(places).values({ id: newId(), kind: row.kind, ...values, validFrom: today });
      counts.added += 1;
      continue;
    }
    found.add(known.id);
    const isSame = known.name === row.name && known.lng === values.lng && known.lat === values.lat;
    if (isSame && known.sourceId === row.sourceId && known.cellId === cell.id) continue;
    await tx.update(places).set(values).where(eq(places.id, known.id));
    if (!isSame) counts.changed += 1;
  }
  const gone = present.filter(({ id }) => !found.has(id)).map(({ id }) => id);
  if (gone.length > 0) await tx.update(places).set({ validTo: today }).where(inArray(places.id, gone));
  return { ...counts, gone: gone.length };
}

/** The new rows beside the old ones, compared inside the database, then the old ones out. */
async function updateBasemap(
  tx: Db,
  wanted: readonly BasemapRow[],
  cells: readonly Cell[],
  cellAt: CellAt,
): Promise<Counts> {
  const [last] = await tx.select({ id: sql<number>`coalesce(max(id), 0)` }).from(basemapFeatures);
  const before = last?.id ?? 0;
  await writeBasemap(tx, wanted);
  const { rows } = await tx.execute<Record<keyof Counts, number>>(sql`
    with marked as (
      select id > ${before} as is_new, layer, coalesce(source_id, md5(geometry::text)) as key,
        md5(concat_ws('|', kind, detail, name, geometry::text)) as content
      from basemap_features
    ), old as (select layer, key, min(content) as content from marked where not is_new group by 1, 2),
    fresh as (select layer, key, min(content) as content from marked where is_new group by 1, 2)
    select count(*) filter (where old.key is null)::int as added,
      count(*) filter (where fresh.key is null)::int as gone,
      count(*) filter (where old.content <> fresh.content)::int as changed
    from old full join fresh using (layer, key)`);
  await tx.delete(basemapFeatures).where(sql`${basemapFeatures.id} <= ${before}`);
  await updatePopulation(tx, wanted, cells, cellAt);
  return rows[0] ?? { added: 0, changed: 0, gone: 0 };
}

async function updatePopulation(
  tx: Db,
  wanted: readonly BasemapRow[],
  cells: readonly Cell[],
  cellAt: CellAt,
): Promise<void> {
  const people = new Map<string, number>();
  for (const { population, geometry } of wanted) {
    if (population === null || !isArea(geometry)) continue;
    const point: LngLat = pointInside(geometry);
    const cell = cellAt(...point);
    if (cell) people.set(cell.id, (people.get(cell.id) ?? 0) + population);
  }
  if (people.size === 0) return;
  for (const { id, population } of cells) {
    const now = Math.round(people.get(id) ?? 0);
    if (now !== population) await tx.update(grids).set({ population: now }).where(eq(grids.id, id));
  }
}
