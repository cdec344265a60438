import { existsSync } from "node:fs";
import path from "node:path";
import {
  type CityFeature,
  type CityLayers,
  emptyLayers,
  type LayerName,
  layerNames,
} from "@/lib/features/city/city-layers";
import { isArea, type PlainGeometry } from "@/lib/geo/geojson";
import { type GeometryFault, readGeometry } from "@/lib/geo/read-geometry";
import { repairArea } from "@/lib/geo/repair-area";
import type { AddFault } from "./fault-words";
import { FaultList } from "./import-fault";
import { levelsOf } from "./osm/tags";
import { type RawFeature, type ReadOptions, readFeatures } from "./read-features";

const mostOfName = 200;
const areaTypes = ["Polygon", "MultiPolygon"] as const;
const lineTypes = ["LineString", "MultiLineString"] as const;
const pointTypes = ["Point", "MultiPoint"] as const;

/** What a layer may hold. Walls and fences stand as lines among the land uses, squares as areas among the roads. */
const typesOf: Record<LayerName, readonly PlainGeometry["type"][]> = {
  roads: [...lineTypes, ...areaTypes],
  water: [...areaTypes, ...lineTypes],
  landuse: [...areaTypes, ...lineTypes],
  buildings: areaTypes,
  pois: [...pointTypes, ...areaTypes],
};

/** These spoil one feature only, as maps have them now and then; all others mean a damaged or wrong file. */
const skippable: ReadonlySet<GeometryFault["problem"]> = new Set([
  "too_few_positions",
  "empty",
  "too_many_vertices",
]);

/**
 * Reads the layers of a city folder; roads must be there, and which of the others is not is answered. Damage (no JSON, wrong encoding, wrong geometry, wrong properties)
 * is thrown with file, feature and field, and then nothing of the folder counts. A feature without a usable
 * outline is left out and listed with the reason; one that crosses itself is repaired and listed too.
 */
export async function readCityFolder(
  folder: string,
  options: ReadOptions = {},
  onLayer: (layer: LayerName, features: number) => void = () => undefined,
): Promise<{ layers: CityLayers; missing: LayerName[] }> {
  const faults = new FaultList();
  const city = emptyLayers();
  const missing: LayerName[] = [];
  for (const layer of layerNames) {
    const file = path.join(folder, `${layer}.geojson`);
    // Without roads there is no city; anything else a source may not have.
    if (layer !== "roads" && existsSync(folder) && !existsSync(file)) {
      missing.push(layer);
      continue;
    }
    for (const raw of await readFeatures(file, options)) {
      const feature = readFeature(layer, raw, city, (field, code, ...facts) =>
        faults.add(`${layer}.geojson: feature ${raw.index}: ${field}`, code, ...facts),
      );
      if (feature) city[layer].push(feature);
    }
    onLayer(layer, city[layer].length);
  }
  faults.throwIfAny();
  if (city.roads.length === 0) {
    faults.add("roads.geojson: features", "no_roads");
    faults.throwIfAny();
  }
  return { layers: city, missing };
}

function readFeature(
  layer: LayerName,
  { index, properties, geometry: value }: RawFeature,
  city: CityLayers,
  fault: AddFault,
): CityFeature | null {
  const kind = word(properties.kind);
  if (kind === undefined || kind === null) {
    fault("properties.kind", "kind_missing");
    return null;
  }
  const detail = word(properties.detail);
  if (detail === undefined) fault("properties.detail", "word_unusable");
  const name = text(properties.name, mostOfName);
  if (name === undefined) fault("properties.name", "text_too_long", { most: mostOfName });
  const listed = { layer, at: `feature ${index}`, name: name ?? null };
  if (value === null) {
    city.skipped.push({ ...listed, reason: { code: "no_geometry" } });
    return null;
  }
  const { result, isClosed } = readClosing(value, typesOf[layer]);
  if ("fault" in result) {
    if (skippable.has(result.fault.problem))
      city.skipped.push({ ...listed, reason: { code: "bad_geometry", at: result.fault.at } });
    else fault(`geometry.${result.fault.at}`, `geometry_${result.fault.problem}`);
    return null;
  }
  let geometry: PlainGeometry | null = result.geometry;
  if (isArea(geometry)) {
    const repaired = repairArea(geometry);
    if (!repaired) {
      city.skipped.push({ ...listed, reason: { code: "no_surface" } });
      return null;
    }
    if (repaired !== geometry) city.repaired.push({ ...listed, reason: { code: "crossed_itself" } });
    else if (isClosed) city.repaired.push({ ...listed, reason: { code: "not_closed" } });
    geometry = repaired;
  }
  return {
    ...{
      at: listed.at,
      sourceId: idOf(properties.id),
      kind,
      detail: detail ?? null,
      name: name ?? null,
      geometry,
    },
    levels: layer === "buildings" ? levelsOf(properties) : null,
    isUnderground: layer === "roads" && properties.tunnel === "yes",
  };
}

function idOf(value: unknown): string | null {
  const id = typeof value === "number" ? String(value) : value;
  return typeof id === "string" && /^[\w/:.-]{1,60}$/.test(id) ? id : null;
}

/** A ring that only lacks its last position is closed and read again. */
function readClosing(value: unknown, types: readonly PlainGeometry["type"][]) {
  const result = readGeometry(value, types);
  if (!("fault" in result) || result.fault.problem !== "not_closed") return { result, isClosed: false };
  return { result: readGeometry(closeRings(value), types), isClosed: true };
}

function closeRings(value: unknown): unknown {
  const { type, coordinates } = value as { type: string; coordinates: unknown[] };
  const mend = (ring: unknown) => {
    if (!Array.isArray(ring)) return ring;
    const isOpen = JSON.stringify(ring[0]) !== JSON.stringify(ring.at(-1));
    return isOpen ? [...ring, ring[0]] : ring;
  };
  const mendAll = (rings: unknown) => (Array.isArray(rings) ? rings.map(mend) : rings);
  return { type, coordinates: type === "Polygon" ? mendAll(coordinates) : coordinates.map(mendAll) };
}

/** `undefined`: there is something, but not what it should be. */
function text(value: unknown, most: number): string | null | undefined {
  if (value === undefined || value === null || value === "") return null;
  if (typeof value !== "string") return undefined;
  const clean = value.trim();
  // The database holds no NUL, and no other control character belongs in a name.
  if (clean.length > most || /\p{Cc}/u.test(clean)) return undefined;
  return clean === "" ? null : clean;
}

function word(value: unknown): string | null | undefined {
  const clean = text(value, 60);
  return typeof clean === "string" && !/^[\w:.;-]+$/.test(clean) ? undefined : clean;
}
