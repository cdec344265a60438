import "server-only";
import { buildCellIndex } from "@/lib/geo/cell-index";
import { distanceMetres } from "@/lib/geo/distance";
import { isArea, type LngLat, positionsOf } from "@/lib/geo/geojson";
import { pointInside } from "@/lib/geo/point-inside";
import type { CityFeature, CityLayers, SkippedFeature } from "./city-layers";
import { landuseWithPlaces, type PlaceKind, placeKindOf, placeKinds } from "./place-kinds";
import type { CellRow } from "./plan-cells";

export type PlaceRow = {
  kind: PlaceKind;
  name: string;
  point: LngLat;
  cellCode: string;
  communityCode: string;
  source: string;
  sourceId: string | null;
};

/** A school drawn as an area and marked by a point is one school. */
const sameWithinMetres = 300;

export function planPlaces(
  layers: CityLayers,
  cells: readonly CellRow[],
): { places: PlaceRow[]; skipped: SkippedFeature[] } {
  const cellAt = buildCellIndex(cells.map((cell) => ({ key: cell, geometry: cell.geometry })));
  const places: PlaceRow[] = [];
  const skipped: SkippedFeature[] = [];
  const byName = new Map<string, LngLat[]>();
  const add = (layer: "pois" | "landuse", feature: CityFeature, point: LngLat) => {
    const kind = placeKindOf(feature.kind);
    if (!kind) return;
    const seen = byName.get(`${kind} ${feature.name}`) ?? [];
    // A bus stop has a twin across the road; it stays two.
    const isOneBuildingKind = feature.name !== null && kind !== "bus_stop";
    if (isOneBuildingKind && seen.some((other) => distanceMetres(other, point) < sameWithinMetres)) return;
    const cell = cellAt(...point);
    if (!cell) {
      skipped.push({
        layer,
        at: feature.at,
        name: feature.name,
        reason: { code: "outside_city" },
      });
      return;
    }
    byName.set(`${kind} ${feature.name}`, [...seen, point]);
    places.push({
      kind,
      name: feature.name ?? placeKinds[kind].name,
      point,
      cellCode: cell.code,
      communityCode: cell.communityCode,
      source: layer,
      sourceId: feature.sourceId,
    });
  };
  for (const feature of layers.pois) {
    const [point] = positionsOf(feature.geometry);
    if (point) add("pois", feature, point);
  }
  for (const feature of layers.landuse) {
    if (!feature.name || !landuseWithPlaces.has(feature.kind) || !isArea(feature.geometry)) continue;
    add("landuse", feature, pointInside(feature.geometry));
  }
  return { places, skipped };
}
