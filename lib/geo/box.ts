import { type LngLat, type PlainGeometry, positionsOf } from "./geojson";

/** Degrees. A box never crosses the 180th meridian: a city that does is two cities here. */
export type Box = { west: number; south: number; east: number; north: number };

export function boxOf(geometry: PlainGeometry): Box {
  return boxOfPositions(positionsOf(geometry));
}

export function boxOfPositions(positions: Iterable<LngLat>): Box {
  const box = { west: Infinity, south: Infinity, east: -Infinity, north: -Infinity };
  for (const [lng, lat] of positions) {
    if (lng < box.west) box.west = lng;
    if (lng > box.east) box.east = lng;
    if (lat < box.south) box.south = lat;
    if (lat > box.north) box.north = lat;
  }
  return box;
}

export function boxContains(box: Box, [lng, lat]: LngLat): boolean {
  return lng >= box.west && lng <= box.east && lat >= box.south && lat <= box.north;
}
