import { VectorTile } from "@mapbox/vector-tile";
import { PbfReader } from "pbf";
import { openOwnDatabase } from "@/db/testing";
import type { Context } from "@/lib/features/context";
import { type Tile, tilesOver } from "@/lib/geo/tile";
import type { EncodedTile } from "@/lib/tiles/encode";
import { tileCache } from "@/lib/tiles/layer-data";
import { pointZoom } from "@/lib/tiles/ticket-tiles";
import { basemapTile, cellTile, ticketTile, type VersionedTile } from "@/lib/web/map-tiles";
import { contextOf, makeSmallCity } from "@/tests/support/small-city";
import { measureLargeBasemap } from "./large-basemap";
import type { Result, Suite } from "./main";
import { startPostgis } from "./postgis";
import { fillPostgis, type PostgisTile, postgisTile } from "./postgis-tiles";
import { cityBox, syntheticBasemap, syntheticCells } from "./synthetic-city";
import { fillBasemap, fillCells, fillTickets } from "./tiles-data";

const ticketCount = 500_000;
const basemapCount = 60_000;
/** 11 × 11 km in the middle, as dense as an inner city. */
const mappedBox = { west: 110.11, south: 30.025, east: 110.22, north: 30.125 };
const zooms = [10, 11, 12, 13, 14, 15, 16];
const mostTiles = 8;

type Case = {
  name: string;
  box: typeof cityBox;
  ours(tile: Tile): Promise<VersionedTile>;
  /** What PostGIS makes beside it, with the word that the ratio's name gets for it. */
  peers: { word: string; what: PostgisTile }[];
};

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

async function msOf(work: () => Promise<unknown>): Promise<number> {
  const began = process.hrtime.bigint();
  await work();
  return Number(process.hrtime.bigint() - began) / 1e6;
}

/** Of a zoom's tiles over the box at most eight, spread evenly. */
function sample(box: typeof cityBox, z: number): Tile[] {
  const all = tilesOver(box, z);
  const step = Math.max(1, all.length / mostTiles);
  return Array.from(
    { length: Math.min(all.length, mostTiles) },
    (_, at) => all[Math.floor((at + 0.5) * step)],
  ).flatMap((tile) => tile ?? []);
}

/** Features of a tile; of points only those within the tile itself, each counted as often as it stands for tickets. */
function countOf(bytes: Uint8Array): number {
  const { layers } = new VectorTile(new PbfReader(bytes));
  let count = 0;
  for (const [name, layer] of Object.entries(layers)) {
    const isPoints = name === "tickets" || name === "clusters";
    for (let at = 0; at < layer.length; at += 1) {
      const feature = layer.feature(at);
      const [spot] = isPoints ? (feature.loadGeometry()[0] ?? []) : [];
      if (spot && (spot.x < 0 || spot.y < 0 || spot.x >= 4096 || spot.y >= 4096)) continue;
      count += isPoints ? Number(feature.properties.count ?? 1) : 1;
    }
  }
  return count;
}

const read = async (tile: Promise<VersionedTile>): Promise<EncodedTile> => (await tile).read();

/**
 * Tiles of 5,000 cells, 500,000 tickets and a basemap of 60,000 features, made by Gridkeep and by PostGIS one after the
 * other. Cold: our cache of finished tiles is emptied before each one (indexes of shapes stay, as the GiST index of
 * PostGIS does). Both sides are asked through `pg` from this process; HTTP is not part of it.
 */
export const suite: Suite = async ({ count, say }) => {
  const rounds = count ?? 5;
  const postgis = await startPostgis();
  const own = await openOwnDatabase();
  try {
    say(`PostGIS ${postgis.version}; making the city …`);
    const city = await makeSmallCity(own.db);
    await fillCells(own.pool, city, syntheticCells());
    await fillBasemap(own.pool, syntheticBasemap(basemapCount, mappedBox));
    await fillTickets(own.pool, city, ticketCount);
    await fillPostgis(own.pool, postgis.pool, ticketCount);
    await requireSameCity(own.pool, postgis.pool);
    const clock = () => new Date("2026-04-01T00:00:00Z");
    const anybody = contextOf(own.db, { kind: "public", ticketId: null }, clock);
    const dispatcher = contextOf(own.db, await city.makeActor("dispatcher"), clock);
    const cases = casesOf(anybody, dispatcher);
    const results: Result[] = [
      { name: "cells", value: 5_000, unit: "cells" },
      { name: "tickets", value: ticketCount, unit: "tickets" },
      { name: "basemap_features", value: basemapCount, unit: "features" },
      { name: "rounds", value: rounds, unit: "rounds" },
    ];
    const firsts = { basemap: mappedBox, cells: cityBox };
    for (const each of cases) {
      const box = each.name === "basemap" ? firsts.basemap : firsts.cells;
      const [tile] = sample(box, 12);
      if (tile && !each.name.startsWith("tickets"))
        results.push({
          name: `${each.name}_first_tile_ms`,
          value: await msOf(() => read(each.ours(tile))),
          unit: "ms",
        });
    }
    const late: number[] = [];
    for (const each of cases) {
      const all: { cold: number[]; cached: number[] } = { cold: [], cached: [] };
      for (const z of zooms) {
        const tiles = sample(each.box, z);
        await requireSameFeatures(each, z, postgis.pool, say);
        const seen = await measure(each, tiles, rounds, postgis.pool);
        if (each.name.startsWith("tickets") && z >= pointZoom) late.push(...seen.singles);
        const at = `${each.name}_z${z}`;
        results.push({ name: `${at}_cold_ms`, value: median(seen.cold) / tiles.length, unit: "ms a tile" });
        results.push({
          name: `${at}_cached_ms`,
          value: median(seen.cached) / tiles.length,
          unit: "ms a tile",
        });
        for (const [nth, { word }] of each.peers.entries()) {
          const theirs = seen.peers[nth] ?? [];
          const name = word ? `${at}_${word}` : at;
          const postgisName = word ? `${at}_postgis_${word}_ms` : `${at}_postgis_ms`;
          results.push({ name: postgisName, value: median(theirs) / tiles.length, unit: "ms a tile" });
          const cold = seen.cold.map((ours, round) => ours / (theirs[round] ?? Number.NaN));
          const cached = seen.cached.map((ours, round) => ours / (theirs[round] ?? Number.NaN));
          results.push({ name: `${name}_cold_ratio`, value: median(cold), unit: "ours/postgis" });
          results.push({ name: `${name}_cached_ratio`, value: median(cached), unit: "ours/postgis" });
          if (word !== "points" || z >= pointZoom) {
            all.cold.push(median(cold));
            all.cached.push(median(cached));
          }
        }
        say(
          `${at}: ${tiles.length} tiles, cold ${(median(seen.cold) / tiles.length).toFixed(2)}, cached ${(median(seen.cached) / tiles.length).toFixed(2)}, PostGIS ${seen.peers.map((ms) => (median(ms) / tiles.length).toFixed(2)).join(" / ")} ms a tile`,
        );
      }
      results.push({ name: `${each.name}_cold_ratio`, value: median(all.cold), unit: "ours/postgis" });
      results.push({ name: `${each.name}_cached_ratio`, value: median(all.cached), unit: "ours/postgis" });
    }
    const sorted = late.toSorted((a, b) => a - b);
    results.push({
      name: "ticket_tiles_z14_up_cold_p95_ms",
      value: sorted[Math.floor(sorted.length * 0.95)] ?? Number.NaN,
      unit: "ms",
    });
    results.push(...(await measureLargeBasemap()));
    return results;
  } finally {
    await own.drop();
    await postgis.stop();
  }
};

function casesOf(anybody: Context, dispatcher: Context): Case[] {
  return [
    {
      name: "cells",
      box: cityBox,
      ours: (tile) => cellTile(anybody, tile),
      peers: [{ word: "", what: "cells" }],
    },
    {
      name: "basemap",
      box: mappedBox,
      ours: (tile) => basemapTile(anybody, tile),
      peers: [{ word: "", what: "basemap" }],
    },
    ...(["open", "all"] as const).map(
      (show): Case => ({
        name: `tickets_${show}`,
        box: cityBox,
        ours: (tile) => ticketTile(dispatcher, tile, { show, isKnown: false }),
        peers: [
          { word: "points", what: `points_${show}` },
          { word: "grouped", what: `grouped_${show}` },
        ],
      }),
    ),
  ];
}

async function measure(
  each: Case,
  tiles: Tile[],
  rounds: number,
  postgis: Parameters<typeof postgisTile>[0],
) {
  const cold: number[] = [];
  const cached: number[] = [];
  const peers = each.peers.map((): number[] => []);
  const singles: number[] = [];
  // One round more than counted: the first warms both servers and this process.
  for (let round = -1; round < rounds; round += 1) {
    const sums = { cold: 0, cached: 0, peers: each.peers.map(() => 0) };
    for (const tile of tiles) {
      const ours = async () => {
        tileCache().clear();
        const ms = await msOf(() => read(each.ours(tile)));
        sums.cold += ms;
        if (round >= 0) singles.push(ms);
        sums.cached += await msOf(() => read(each.ours(tile)));
      };
      const theirs = async () => {
        for (const [nth, { what }] of each.peers.entries())
          sums.peers[nth] = (sums.peers[nth] ?? 0) + (await msOf(() => postgisTile(postgis, what, tile)));
      };
      for (const side of round % 2 === 0 ? [ours, theirs] : [theirs, ours]) await side();
    }
    if (round < 0) continue;
    cold.push(sums.cold);
    cached.push(sums.cached);
    for (const [nth, ms] of sums.peers.entries()) peers[nth]?.push(ms);
  }
  return { cold, cached, peers, singles };
}

/** Neither side may leave anything out: shapes to one in a hundred (what is too small to see), tickets to one in 500. */
async function requireSameFeatures(
  each: Case,
  z: number,
  postgis: Parameters<typeof postgisTile>[0],
  say: (text: string) => void,
): Promise<void> {
  const isTickets = each.name.startsWith("tickets");
  // Clusters stand where their cells' middles are: only over the whole city must the sums be equal.
  const tiles = isTickets && z < pointZoom ? tilesOver(cityBox, z) : sample(each.box, z);
  let ours = 0;
  const theirs = each.peers.map(() => 0);
  for (const tile of tiles) {
    const { bytes, dropped } = await read(each.ours(tile));
    const left = Object.entries(dropped).filter(([layer]) => layer !== "tickets");
    if (left.length > 0)
      throw new Error(`${each.name} ${z}/${tile.x}/${tile.y} left out ${JSON.stringify(left)}`);
    ours += countOf(bytes);
    for (const [nth, { what }] of each.peers.entries())
      theirs[nth] = (theirs[nth] ?? 0) + countOf(await postgisTile(postgis, what, tile));
  }
  const most = isTickets ? 0.002 : 0.01;
  for (const [nth, count] of theirs.entries()) {
    if (count === 0 && ours === 0) continue;
    if (Math.abs(ours / count - 1) > most)
      throw new Error(`${each.name} z${z}: ${ours} features beside ${count} (${each.peers[nth]?.what})`);
  }
  say(`${each.name} z${z}: ${ours} features beside ${theirs.join(" / ")}`);
}

/** Both servers made their tickets by themselves: they must be the same ones, and as many as was said. */
async function requireSameCity(
  ours: Parameters<typeof postgisTile>[0],
  postgis: Parameters<typeof postgisTile>[0],
): Promise<void> {
  const sums = (late: string, open: string) =>
    `select count(*)::int as count, (count(*) filter (where ${open}))::int as open,
       (count(*) filter (where ${late}))::int as late, round(sum(lng)::numeric, 3)::text as lng,
       round(sum(lat)::numeric, 3)::text as lat from tickets`;
  const [mine] = (await ours.query(sums("is_overdue", "ended_at is null"))).rows;
  const [theirs] = (await postgis.query(sums("is_overdue", "is_open"))).rows;
  const shapes = async (pool: typeof ours, basemap: string, cells: string) =>
    (
      await pool.query(
        `select (select count(*)::int from ${basemap}) as basemap, (select count(*)::int from ${cells}) as cells`,
      )
    ).rows[0];
  const drawn = await shapes(ours, "basemap_features", "grids");
  const asked = { count: ticketCount, basemap: basemapCount, cells: 5_000 };
  const made = { count: mine?.count, ...drawn };
  if (
    JSON.stringify(mine) !== JSON.stringify(theirs) ||
    JSON.stringify(drawn) !== JSON.stringify(await shapes(postgis, "basemap", "cells")) ||
    JSON.stringify(asked) !== JSON.stringify(made)
  )
    throw new Error(`not the same city: ${JSON.stringify([mine, drawn])} beside ${JSON.stringify(theirs)}`);
}
