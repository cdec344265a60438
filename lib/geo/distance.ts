import { distance } from "@turf/distance";
import type { LngLat } from "./geojson";

/** Along the earth's surface. */
export function distanceMetres(a: LngLat, b: LngLat): number {
  return distance(a, b, { units: "meters" });
}

export function lineLengthMetres(line: readonly LngLat[]): number {
  let sum = 0;
  for (let i = 1; i < line.length; i += 1) {
    const [a, b] = [line[i - 1], line[i]];
    if (a && b) sum += distanceMetres(a, b);
  }
  return sum;
}
