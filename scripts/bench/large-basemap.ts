import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { tilesOver } from "@/lib/geo/tile";
import { makeBasemapTiles } from "@/lib/tiles/basemap-tiles";
import type { Result } from "./main";
import { cityBox, syntheticBasemap } from "./synthetic-city";

const count = 300_000;
const batch = 5_000;

/** What a process keeps of a big city's basemap, and how long it takes to pack it; then a walk over all its tiles. */
export async function measureLargeBasemap(): Promise<Result[]> {
  const before = kept();
  const began = performance.now();
  const tiles = await makeBasemapTiles(batches());
  const packedMs = performance.now() - began;
  const packed = kept() - before;
  let cut = 0;
  for (const z of [10, 12, 14]) for (const tile of tilesOver(cityBox, z)) cut += tiles.cut(tile).bytes.length;
  if (cut === 0) throw new Error("nothing was cut");
  return [
    { name: "basemap_300k_pack_ms", value: packedMs, unit: "ms" },
    { name: "basemap_300k_kept_mb", value: packed / 1e6, unit: "MB" },
    { name: "basemap_300k_kept_after_walk_mb", value: (kept() - before) / 1e6, unit: "MB" },
  ];
}

async function* batches() {
  let rows = [];
  for (const row of syntheticBasemap(count)) {
    rows.push(row);
    if (rows.length < batch) continue;
    yield rows;
    rows = [];
  }
  yield rows;
}

/** Bytes that are still needed after everything else was thrown away. */
function kept(): number {
  setFlagsFromString("--expose-gc");
  const collect: () => void = runInNewContext("gc");
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
