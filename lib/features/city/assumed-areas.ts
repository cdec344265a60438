import "server-only";
import { boxOfPositions } from "@/lib/geo/box";
import { type AreaGeometry, type LngLat, positionsOf } from "@/lib/geo/geojson";
import type { AreaRow, CityLayers } from "./city-layers";

/**
 * For who gave no county code. The first two digits of real codes name a province and end at 82; 99 is
 * nobody's, so this cannot be mistaken for a place.
 */
export const unassignedCountyCode = "990001";

/**
 * Without an area tree: one community under one street, district and city, all over the box of the roads
 * and all marked as assumed. Roads are the frame, because blocks can only be told where roads are known.
 */
export function assumedAreas(
  layers: CityLayers,
  countyCode: string,
  city: { name: string; nameEn: string },
): AreaRow[] {
  const geometry = boxOfRoads(layers);
  const street = `${countyCode}001`;
  const row = (
    level: AreaRow["level"],
    code: string,
    parent: string | null,
    name: string,
    nameEn: string,
  ) => ({
    ...{ level, code, parent, name, nameEn, geometry },
    validFrom: null,
    sourceId: null,
    isBoundaryAssumed: true,
  });
  const cityCode = `${countyCode.slice(0, 4)}00`;
  return [
    row("city", cityCode, null, city.name, city.nameEn),
    row("district", countyCode, cityCode, "待定区(边界暂定)", "District to be named (boundary assumed)"),
    row("street", street, countyCode, "待定街道(边界暂定)", "Street to be named (boundary assumed)"),
    row(
      "community",
      `${street}001`,
      street,
      "待定社区(边界暂定)",
      "Community to be named (boundary assumed)",
    ),
  ];
}

function boxOfRoads(layers: CityLayers): AreaGeometry {
  const all = layers.roads.flatMap(({ geometry }) => [...positionsOf(geometry)]);
  const { west, south, east, north } = boxOfPositions(all);
  const ring: LngLat[] = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
  return { type: "Polygon", coordinates: [ring] };
}
