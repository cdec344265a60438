import "server-only";
import { AppError } from "@/lib/domain/errors";
import { areaM2 } from "@/lib/geo/area";
import { buildCellIndex } from "@/lib/geo/cell-index";
import type { CellTarget } from "@/lib/geo/cells-from-blocks";
import { isArea, type PlainGeometry } from "@/lib/geo/geojson";
import { pointInside } from "@/lib/geo/point-inside";
import { minZoomOf } from "./basemap-zoom";
import { type AreaRow, type CityLayers, layerNames, type SkippedFeature } from "./city-layers";
import { type CellRow, planCells } from "./plan-cells";
import { type PlaceRow, planPlaces } from "./plan-places";
import { type BuildingFacts, estimatePopulation } from "./population";

export type BasemapRow = {
  layer: "water" | "landuse" | "buildings" | "roads" | "places";
  kind: string;
  detail: string | null;
  name: string | null;
  minZoom: number;
  geometry: PlainGeometry;
  sourceId: string | null;
  floorAreaM2: number | null;
  population: number | null;
};

/** A cell with the people who may live in it; null where the source has no buildings at all. */
export type PlannedCell = CellRow & { population: number | null };

/** Everything an import writes, worked out before the database is touched. */
export type CityPlan = {
  areas: AreaRow[];
  cells: PlannedCell[];
  places: PlaceRow[];
  basemap: BasemapRow[];
  skipped: SkippedFeature[];
  repaired: SkippedFeature[];
};

/** Less than this share of a community covered by its cells means that it lies over another one. */
const leastCover = 0.995;

export function planCity(layers: CityLayers, areas: readonly AreaRow[], target?: CellTarget): CityPlan {
  const communities = areas.filter(({ level }) => level === "community");
  const cells = planCells(layers, communities, target);
  for (const community of communities) {
    const covered = cells
      .filter(({ communityCode }) => communityCode === community.code)
      .reduce((sum, cell) => sum + cell.areaM2, 0);
    if (covered / areaM2(community.geometry) < leastCover) {
      throw new AppError("invalid", { areas: "overlaps" }, { code: community.code, name: community.name });
    }
  }
  const { places, skipped } = planPlaces(layers, cells);
  const facts = estimatePopulation(layers);
  return {
    areas: [...areas],
    cells: withPeople(cells, layers, facts),
    places,
    basemap: planBasemap(layers, facts),
    skipped: [...layers.skipped, ...skipped],
    repaired: layers.repaired,
  };
}

function withPeople(
  cells: readonly CellRow[],
  { buildings }: CityLayers,
  facts: readonly (BuildingFacts | null)[],
): PlannedCell[] {
  if (buildings.length === 0) return cells.map((cell) => ({ ...cell, population: null }));
  const cellAt = buildCellIndex(cells.map(({ code, geometry }) => ({ key: code, geometry })));
  const people = new Map<string, number>();
  for (const [at, { geometry }] of buildings.entries()) {
    const fact = facts[at];
    if (!fact || !isArea(geometry)) continue;
    const code = cellAt(...pointInside(geometry));
    if (code !== null) people.set(code, (people.get(code) ?? 0) + fact.population);
  }
  return cells.map((cell) => ({ ...cell, population: Math.round(people.get(cell.code) ?? 0) }));
}

function planBasemap(layers: CityLayers, facts: readonly (BuildingFacts | null)[]): BasemapRow[] {
  return layerNames.flatMap((layer) =>
    layers[layer].map((feature, at) => ({
      layer: layer === "pois" ? "places" : layer,
      kind: feature.kind,
      detail: feature.detail,
      name: feature.name,
      minZoom: minZoomOf(layer, feature),
      geometry: feature.geometry,
      sourceId: feature.sourceId,
      floorAreaM2: (layer === "buildings" ? facts[at]?.floorAreaM2 : null) ?? null,
      population: (layer === "buildings" ? facts[at]?.population : null) ?? null,
    })),
  );
}
