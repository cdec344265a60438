import "server-only";
import { AppError } from "@/lib/domain/errors";
import { areaM2 } from "@/lib/geo/area";
import type { CellTarget } from "@/lib/geo/cells-from-blocks";
import type { PlainGeometry } from "@/lib/geo/geojson";
import { minZoomOf } from "./basemap-zoom";
import { type AreaRow, type CityLayers, layerNames, type SkippedFeature } from "./city-layers";
import { type CellRow, planCells } from "./plan-cells";
import { type PlaceRow, planPlaces } from "./plan-places";

export type BasemapRow = {
  layer: "water" | "landuse" | "buildings" | "roads" | "places";
  kind: string;
  detail: string | null;
  name: string | null;
  minZoom: number;
  geometry: PlainGeometry;
};

/** Everything an import writes, worked out before the database is touched. */
export type CityPlan = {
  areas: AreaRow[];
  cells: CellRow[];
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
  return {
    areas: [...areas],
    cells,
    places,
    basemap: planBasemap(layers),
    skipped: [...layers.skipped, ...skipped],
    repaired: layers.repaired,
  };
}

function planBasemap(layers: CityLayers): BasemapRow[] {
  return layerNames.flatMap((layer) =>
    layers[layer].map((feature) => ({
      layer: layer === "pois" ? "places" : layer,
      kind: feature.kind,
      detail: feature.detail,
      name: feature.name,
      minZoom: minZoomOf(layer, feature),
      geometry: feature.geometry,
    })),
  );
}
