import "server-only";
import { areaM2 } from "@/lib/geo/area";
import { buildCellIndex } from "@/lib/geo/cell-index";
import { isArea, type PlainGeometry } from "@/lib/geo/geojson";
import { pointInside } from "@/lib/geo/point-inside";
import type { CityFeature, CityLayers } from "./city-layers";

/**
 * How many people a building may house, from what a map knows: outline, floors, use. An estimate for planning cells
 * until the city brings its own household counts, and called so wherever it is shown.
 *
 * 38.6 m² of floor a person: the urban average per head of China's census of 2020.
 */
const floorM2PerPerson = 38.6;
/** Where the map tells no floors: walk-up flats are the commonest building of a Chinese city. */
const usualLevels: Record<string, number> = {
  apartments: 6,
  residential: 6,
  dormitory: 6,
  terrace: 2,
  house: 2,
};

/** The share of the floors that people live on. What is not here is told by the ground it stands on. */
const livedIn: Record<string, number> = {
  ...{ apartments: 1, residential: 1, house: 1, detached: 1, terrace: 1, semidetached_house: 1 },
  ...{ dormitory: 1, bungalow: 1, farm: 1, cabin: 1, houseboat: 1, static_caravan: 1 },
};
const livedInByGround: Record<string, number> = { residential: 1, commercial: 0, industrial: 0, retail: 0 };
/** A building of which neither its own words nor its ground say anything: shops below, flats above. */
const livedInUnknown = 0.5;
/** Sheds, garages, kiosks. */
const leastM2 = 20;

export type BuildingFacts = { floorAreaM2: number; population: number };

/**
 * For each building of the layer, in its order, its floors and people; null for a part that stands inside a building,
 * whose floors count with it and not twice.
 */
export function estimatePopulation(layers: CityLayers): (BuildingFacts | null)[] {
  const wholes = new Map<number, { footprint: number; parts: { footprint: number; levels: number }[] }>();
  const indexed: { key: number; geometry: CityFeature["geometry"] }[] = [];
  for (const [at, { kind, geometry }] of layers.buildings.entries()) {
    if (kind === "building_part") continue;
    wholes.set(at, { footprint: isArea(geometry) ? areaM2(geometry) : 0, parts: [] });
    indexed.push({ key: at, geometry });
  }
  const buildingAt = buildCellIndex(indexed.flatMap(areasOnly));
  const inside = new Set<number>();
  for (const [at, { kind, geometry, levels }] of layers.buildings.entries()) {
    if (kind !== "building_part" || !isArea(geometry)) continue;
    const whole = buildingAt(...pointInside(geometry));
    if (whole === null) continue;
    inside.add(at);
    wholes
      .get(whole)
      ?.parts.push({ footprint: areaM2(geometry), levels: levels ?? layers.buildings[whole]?.levels ?? 1 });
  }
  const grounds = layers.landuse.filter(({ kind }) => livedInByGround[kind] !== undefined);
  const groundAt = buildCellIndex(
    grounds.map(({ kind, geometry }) => ({ key: kind, geometry })).flatMap(areasOnly),
  );
  return layers.buildings.map((building, at) => {
    const { geometry } = building;
    if (inside.has(at) || !isArea(geometry)) return null;
    const { footprint = areaM2(geometry), parts = [] } = wholes.get(at) ?? {};
    const floorAreaM2 = floorsOf(building, footprint, parts);
    const share = footprint < leastM2 ? 0 : shareLivedIn(building, () => groundAt(...pointInside(geometry)));
    return { floorAreaM2, population: (floorAreaM2 * share) / floorM2PerPerson };
  });
}

/** With parts, each has its own height; what they leave of the outline is as high as the building says. */
function floorsOf(
  { levels, detail }: CityFeature,
  footprint: number,
  parts: readonly { footprint: number; levels: number }[],
): number {
  const own = levels ?? usualLevels[detail ?? ""] ?? (parts.length > 0 ? 1 : 3);
  const inParts = parts.reduce((sum, part) => sum + part.footprint * part.levels, 0);
  const covered = parts.reduce((sum, part) => sum + part.footprint, 0);
  return inParts + Math.max(0, footprint - covered) * own;
}

function shareLivedIn({ detail }: CityFeature, groundOf: () => string | null): number {
  if (detail !== null) return livedIn[detail] ?? 0;
  const ground = groundOf();
  return ground === null ? livedInUnknown : (livedInByGround[ground] ?? livedInUnknown);
}

function areasOnly<K>({ key, geometry }: { key: K; geometry: PlainGeometry }) {
  return isArea(geometry) ? [{ key, geometry }] : [];
}
