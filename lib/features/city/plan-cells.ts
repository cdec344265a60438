import "server-only";
import { areaM2 } from "@/lib/geo/area";
import { blocksFromRoads } from "@/lib/geo/blocks-from-roads";
import { buildCellIndex } from "@/lib/geo/cell-index";
import { type CellTarget, cellsFromBlocks } from "@/lib/geo/cells-from-blocks";
import { lineLengthMetres } from "@/lib/geo/distance";
import { isArea, type LngLat, linesOf, type PolygonGeometry, polygonsOf } from "@/lib/geo/geojson";
import { pointInside } from "@/lib/geo/point-inside";
import type { AreaRow, CityFeature, CityLayers } from "./city-layers";

export type CellRow = {
  communityCode: string;
  code: string;
  name: string;
  nameEn: string;
  geometry: PolygonGeometry;
  label: LngLat;
  areaM2: number;
  buildings: number;
};

/** Roads that people see as the edge of a block; not lanes within one, footways, or what runs underground. */
export function boundsBlocks({ kind, detail, isUnderground }: CityFeature): boolean {
  if (isUnderground) return false;
  if (kind === "major_road") return true;
  if (kind === "minor_road") return detail !== "service";
  return kind === "path" && detail === "pedestrian";
}

/** Surface railways; a subway runs below, a ferry nowhere in particular. */
function isRailway({ kind, detail, isUnderground }: CityFeature): boolean {
  return !isUnderground && kind === "rail" && (detail === "rail" || detail === "light_rail");
}

/** A circle has the roundness 1, a long river nearly none. */
const waterBarrier = { areaM2: 15_000, widthMetres: 15, mostRound: 0.4 };

/** A river parts a city as roads do; a lake in a park belongs to the park. */
function waterBanks(water: readonly CityFeature[]): LngLat[][] {
  return water.flatMap(({ geometry }) => {
    if (!isArea(geometry)) return [];
    return polygonsOf(geometry).flatMap((rings) => {
      const size = areaM2({ type: "Polygon", coordinates: rings });
      const shore = rings.reduce((sum, ring) => sum + lineLengthMetres(ring), 0);
      const isLong = (4 * Math.PI * size) / shore ** 2 <= waterBarrier.mostRound;
      const isWide = (2 * size) / shore >= waterBarrier.widthMetres;
      return size >= waterBarrier.areaM2 && isLong && isWide ? rings : [];
    });
  });
}

/**
 * Inside points of what counts as one building. A part stands inside its building and is the same house;
 * only a part without a building counts by itself.
 */
export function buildingPoints(buildings: readonly CityFeature[]): LngLat[] {
  const areas = buildings.flatMap(({ kind, geometry }) => (isArea(geometry) ? [{ kind, geometry }] : []));
  const wholes = areas.filter(({ kind }) => kind !== "building_part");
  const lookup = buildCellIndex(wholes.map(({ geometry }, key) => ({ key, geometry })));
  const parts = areas
    .filter(({ kind }) => kind === "building_part")
    .map(({ geometry }) => pointInside(geometry))
    .filter(([lng, lat]) => lookup(lng, lat) === null);
  return [...wholes.map(({ geometry }) => pointInside(geometry)), ...parts];
}

/** Community grids of every community, numbered and coded inside each, in the order of the communities. */
export function planCells(
  layers: CityLayers,
  communities: readonly AreaRow[],
  target?: CellTarget,
): CellRow[] {
  const lines = (features: readonly CityFeature[]) =>
    features.flatMap(({ geometry }) =>
      geometry.type === "Point" || geometry.type === "MultiPoint" ? [] : linesOf(geometry),
    );
  const blocks = blocksFromRoads(
    {
      roads: lines(layers.roads.filter(boundsBlocks)),
      barriers: [...lines(layers.roads.filter(isRailway)), ...waterBanks(layers.water)],
    },
    communities.map(({ geometry }) => geometry),
  );
  const blockAt = buildCellIndex(blocks.map(({ geometry }, key) => ({ key, geometry })));
  const counts = blocks.map(() => 0);
  for (const [lng, lat] of buildingPoints(layers.buildings)) {
    const block = blockAt(lng, lat);
    if (block !== null) counts[block] = (counts[block] ?? 0) + 1;
  }
  const counted = blocks.map((block, i) => ({ ...block, buildings: counts[i] ?? 0 }));
  return communities.flatMap((community, area) => {
    const cells = cellsFromBlocks(
      counted.filter((block) => block.area === area),
      target,
    );
    const digits = Math.max(2, String(cells.length).length);
    return cells.map((cell, index) => ({
      communityCode: community.code,
      code: `${community.code}W${String(index + 1).padStart(digits, "0")}`,
      name: `${community.name}第${index + 1}网格`,
      nameEn: `${community.nameEn ?? community.name} Cell ${index + 1}`,
      geometry: cell.geometry,
      label: pointInside(cell.geometry),
      areaM2: cell.areaM2,
      buildings: cell.buildings,
    }));
  });
}
