import { area } from "@turf/area";
import type { AreaGeometry } from "./geojson";

/** On the earth's surface, holes taken off. */
export function areaM2(geometry: AreaGeometry): number {
  return area(geometry);
}
