import { existsSync } from "node:fs";
import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { CityImportStep, coordinateSystems } from "@/lib/domain/city-import";
import { assumedAreas } from "@/lib/features/city/assumed-areas";
import {
  type AreaRow,
  type CityFeature,
  type CityLayers,
  type LayerName,
  layerNames,
} from "@/lib/features/city/city-layers";
import { boxOfPositions } from "@/lib/geo/box";
import { fromGcj02 } from "@/lib/geo/gcj02";
import { positionsOf } from "@/lib/geo/geojson";
import { seaFromCoast } from "@/lib/geo/sea-from-coast";
import { ImportFault } from "./import-fault";
import { guessLevels, type LevelMap, parseLevels } from "./osm/area-levels";
import { areaTree } from "./osm/area-tree";
import { type Extract, readExtract } from "./osm/read-extract";
import { readAreas } from "./read-areas";
import { readCityFolder } from "./read-city-folder";
import type { ReadOptions } from "./read-features";
import { unzipLayers } from "./unzip";

export type CitySourceOptions = ReadOptions & {
  /** An `.osm.pbf` extract, a folder of GeoJSON layers, or a ZIP archive of either. */
  from: string;
  areasFile?: string | undefined;
  countyCode: string;
  crs?: (typeof coordinateSystems)[number] | undefined;
  /** `city=5,district=6,…`: which admin_level of the extract is which level here. */
  levels?: string | undefined;
  /** Of several cities in one extract, the one of this name. */
  city?: string | undefined;
  /** Of a city that the source does not name. */
  name: string;
  nameEn: string;
};
export type CitySource = {
  layers: CityLayers;
  areas: AreaRow[];
  /** Layers that the source does not have. */
  missing: LayerName[];
  /** Which admin_level became which level; null when the areas come from a file or were assumed. */
  levels: LevelMap | null;
  kind: "extract" | "folder";
};
export type OnProgress = (step: CityImportStep, share: number) => void;

/** Reads a city from whatever it comes in. Throws `ImportFault` for what makes the source as a whole unusable. */
export async function readCity(options: CitySourceOptions, onProgress: OnProgress): Promise<CitySource> {
  const { from } = options;
  const found = await stat(from).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") throw ImportFault.at(from, "source_missing");
    throw ImportFault.at(from, "unreadable", { error: String(error.code) });
  });
  if (found.isDirectory()) return readFolder(from, options, onProgress);
  if (!/\.zip$/i.test(from)) return readOsm(from, options, onProgress);
  const folder = await mkdtemp(path.join(tmpdir(), "gridkeep-import-"));
  try {
    onProgress("unpacking", 0);
    await unzipLayers(from, folder);
    return await readFolder(folder, options, onProgress);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A folder holds the layers, or one extract; an `areas.geojson` beside them is the area tree. */
async function readFolder(
  folder: string,
  options: CitySourceOptions,
  onProgress: OnProgress,
): Promise<CitySource> {
  const beside = path.join(folder, "areas.geojson");
  const areasFile = options.areasFile ?? (existsSync(beside) ? beside : undefined);
  const extracts = (await readdir(folder)).filter((file) => /\.pbf$/i.test(file));
  // Of an archive, not the folder that it was unpacked into.
  const place = folder === options.from ? folder : path.basename(options.from);
  if (extracts.length > 1)
    throw ImportFault.at(place, "several_extracts", { files: extracts.sort().join(", ") });
  const [extract] = extracts;
  if (extract && !existsSync(path.join(folder, "roads.geojson")))
    return readOsm(path.join(folder, extract), { ...options, areasFile }, onProgress);
  let read = 0;
  const { layers, missing } = await readCityFolder(folder, options, () => {
    read += 1;
    onProgress("reading", read / (layerNames.length + 1));
  });
  const moved = options.crs === "gcj02" ? fromGcj02Layers(layers) : layers;
  return {
    layers: moved,
    areas: await areasOf(moved, { ...options, areasFile }),
    missing,
    levels: null,
    kind: "folder",
  };
}

async function readOsm(
  file: string,
  options: CitySourceOptions,
  onProgress: OnProgress,
): Promise<CitySource> {
  if (options.crs === "gcj02") throw ImportFault.at("--crs", "crs_of_extract");
  const extract = await readExtract(file, (share) => onProgress("reading", share));
  const { layers } = extract;
  if (layers.roads.length === 0) throw ImportFault.at(path.basename(file), "no_roads");
  addSea(extract);
  const missing = layerNames.filter((layer) => layers[layer].length === 0);
  if (options.areasFile !== undefined)
    return { layers, areas: await areasOf(layers, options), missing, levels: null, kind: "extract" };
  const levels = options.levels === undefined ? guessLevels(extract.boundaries) : parseLevels(options.levels);
  const isUsable = extract.boundaries.some(({ adminLevel }) => Object.values(levels).includes(adminLevel));
  if (!isUsable) {
    if (options.levels !== undefined)
      throw ImportFault.at("--levels", "levels_not_whole", { file: path.basename(file) });
    return { layers, areas: await areasOf(layers, options), missing, levels: null, kind: "extract" };
  }
  const { rows, skipped } = areaTree(extract.boundaries, { ...options, levels });
  layers.skipped.push(...skipped);
  return { layers, areas: rows, missing, levels, kind: "extract" };
}

function areasOf(layers: CityLayers, options: CitySourceOptions): Promise<AreaRow[]> | AreaRow[] {
  const { areasFile, countyCode, name, nameEn } = options;
  if (areasFile === undefined) return assumedAreas(layers, countyCode, { name, nameEn });
  return readAreas(areasFile, options).then((rows) =>
    options.crs === "gcj02" ? rows.map((row) => ({ ...row, geometry: fromGcj02(row.geometry) })) : rows,
  );
}

function fromGcj02Layers(layers: CityLayers): CityLayers {
  const moved = (features: CityFeature[]) =>
    features.map((feature) => ({ ...feature, geometry: fromGcj02(feature.geometry) }));
  return {
    ...layers,
    roads: moved(layers.roads),
    water: moved(layers.water),
    landuse: moved(layers.landuse),
    buildings: moved(layers.buildings),
    pois: moved(layers.pois),
  };
}

/** The map of the world draws the coast and leaves the sea to the reader. */
function addSea({ layers, coast }: Extract): void {
  const frame = boxOfPositions(layers.roads.flatMap(({ geometry }) => [...positionsOf(geometry)]));
  for (const [at, geometry] of seaFromCoast(coast, frame).entries()) {
    layers.water.push({
      ...{ at: `coastline ${at + 1}`, sourceId: `sea/${at + 1}`, kind: "sea", detail: null, name: null },
      ...{ geometry, levels: null, isUnderground: false },
    });
  }
}
