import gcoord from "gcoord";
import type { LngLat, PlainGeometry } from "./geojson";

/**
 * From GCJ-02, the shifted coordinates of Chinese internet maps, to WGS-84 (CGCS2000 to within decimetres). Outside
 * China nothing is shifted.
 */
export function fromGcj02<G extends PlainGeometry>(geometry: G): G {
  return { ...geometry, coordinates: moved(geometry.coordinates) };
}

/** The other way, for showing a place on a shifted map: nothing shifted is ever stored. */
export function toGcj02([lng, lat]: LngLat): LngLat {
  const [east, north] = gcoord.transform([lng, lat], gcoord.WGS84, gcoord.GCJ02);
  return [east ?? lng, north ?? lat];
}

function moved<T>(coordinates: T): T {
  const value: unknown = coordinates;
  if (!Array.isArray(value)) return coordinates;
  const result = isPosition(value)
    ? gcoord.transform([value[0], value[1]], gcoord.GCJ02, gcoord.WGS84)
    : value.map((inner: unknown) => moved(inner));
  // The shape is kept: positions stay positions, lists stay lists.
  return result as T;
}

function isPosition(value: readonly unknown[]): value is LngLat {
  return typeof value[0] === "number";
}
