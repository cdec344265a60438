import type { Box } from "./box";
import type { LngLat } from "./geojson";
import { maxMercatorLat } from "./mercator";

export type Tile = { z: number; x: number; y: number };

export const maxTileZoom = 22;

export function isTile({ z, x, y }: Tile): boolean {
  if (![z, x, y].every(Number.isInteger)) return false;
  const count = 2 ** z;
  return z >= 0 && z <= maxTileZoom && x >= 0 && x < count && y >= 0 && y < count;
}

/** Where a position lies in the tile plane of a zoom: the whole part is the tile, the rest the place in it. */
export function tilePosition([lng, lat]: LngLat, z: number): [number, number] {
  const count = 2 ** z;
  const clamped = Math.max(-maxMercatorLat, Math.min(maxMercatorLat, lat));
  const sin = Math.sin((clamped * Math.PI) / 180);
  const x = (lng / 360 + 0.5) * count;
  const y = (0.5 - (0.25 * Math.log((1 + sin) / (1 - sin))) / Math.PI) * count;
  return [x, y];
}

export function tileAt(position: LngLat, z: number): Tile {
  const [x, y] = tilePosition(position, z);
  const last = 2 ** z - 1;
  const within = (value: number) => Math.max(0, Math.min(last, Math.floor(value)));
  return { z, x: within(x), y: within(y) };
}

/** The tile's box in degrees, grown on every side by a share of the tile's width. */
export function tileBox({ z, x, y }: Tile, margin = 0): Box {
  const count = 2 ** z;
  const lng = (column: number) => (column / count) * 360 - 180;
  const lat = (row: number) => (Math.atan(Math.sinh(Math.PI * (1 - (2 * row) / count))) * 180) / Math.PI;
  return {
    west: lng(x - margin),
    east: lng(x + 1 + margin),
    north: lat(Math.max(0, y - margin)),
    south: lat(Math.min(count, y + 1 + margin)),
  };
}

export function tilesOver(box: Box, z: number): Tile[] {
  const first = tileAt([box.west, box.north], z);
  const last = tileAt([box.east, box.south], z);
  const tiles: Tile[] = [];
  for (let y = first.y; y <= last.y; y += 1) {
    for (let x = first.x; x <= last.x; x += 1) tiles.push({ z, x, y });
  }
  return tiles;
}
