import { type StateGroup, stateGroup, type TicketState } from "@/lib/domain/states";
import type { Box } from "@/lib/geo/box";
import type { LngLat } from "@/lib/geo/geojson";
import { type Tile, tileBox, tilePosition } from "@/lib/geo/tile";
import { type EncodableFeature, type EncodedTile, encodeTile, tileExtent } from "./encode";

/** From this tile zoom on single tickets are shown, below it counts. */
export const pointZoom = 14;
/** More than this in one tile and it shows counts instead: nobody can read so many symbols. */
export const mostPoints = 2_000;
/** Bins a side of a tile: 64 px at 512 px a tile. */
const binsAcross = 8;
const binUnits = tileExtent / binsAcross;
/** A symbol at the edge is drawn by both its tiles: this far (32 px) a tile looks over its own edge. */
const edgeUnits = 256;
/** How far a bin's mark may leave the bin's centre; the rest keeps two neighbours' marks apart. */
const swayUnits = 96;

const limits = { maxFeatures: 12_000, maxBytes: 900_000 };

export type TicketPointRow = {
  number: string;
  state: TicketState;
  isOverdue: boolean;
  isSuspended: boolean;
  className: string;
  classNameEn: string;
  /** Web-mercator metres. */
  mx: number;
  my: number;
};
export type PlacedCount = { lng: number; lat: number; count: number; overdue: number };

/** What must be read for the tile's points: itself and its edge. */
export function pointBox(tile: Tile): Box {
  return tileBox(tile, edgeUnits / tileExtent);
}

/** What must be read for its counts: one bin more on every side, because a bin is only true when whole. */
export function clusterBox(tile: Tile): Box {
  return tileBox(tile, 1 / binsAcross);
}

export function encodePoints(tile: Tile, rows: readonly TicketPointRow[]): EncodedTile {
  const features = rows.map((row): EncodableFeature => {
    const group: StateGroup = stateGroup(row.state, row.isOverdue, row.isSuspended);
    return {
      type: 1,
      rings: [
        [
          unit(row.mx + half, tile.z) - tile.x * tileExtent,
          unit(half - row.my, tile.z) - tile.y * tileExtent,
        ],
      ],
      properties: {
        number: row.number,
        state: row.state,
        group,
        overdue: row.isOverdue ? 1 : 0,
        class: row.className,
        classEn: row.classNameEn,
      },
    };
  });
  return encodeTile([{ name: "tickets", features }], limits);
}

/**
 * Counts gathered in bins that are the same for every tile of a zoom: each row is in one bin, each bin's mark in one
 * tile (and again outside the edge of its neighbours, where it is only drawn, not counted).
 */
export function encodeClusters(tile: Tile, rows: readonly PlacedCount[], dropped = 0): EncodedTile {
  const bins = new Map<
    string,
    { column: number; row: number; x: number; y: number; count: number; overdue: number }
  >();
  for (const { lng, lat, count, overdue } of rows) {
    if (count <= 0) continue;
    const [x, y] = inTile(tile, [lng, lat]);
    const column = Math.floor(x / binUnits);
    const row = Math.floor(y / binUnits);
    if (column < -1 || row < -1 || column > binsAcross || row > binsAcross) continue;
    const key = `${column}/${row}`;
    const bin = bins.get(key) ?? { column, row, x: 0, y: 0, count: 0, overdue: 0 };
    bins.set(key, bin);
    bin.x += x * count;
    bin.y += y * count;
    bin.count += count;
    bin.overdue += overdue;
  }
  const features: EncodableFeature[] = [];
  for (const { column, row, x, y, count, overdue } of bins.values()) {
    const place = [sway(x / count, column), sway(y / count, row)] as const;
    if (place.some((unit) => unit < -edgeUnits || unit > tileExtent + edgeUnits)) continue;
    features.push({ type: 1, rings: [place], properties: { count, overdue } });
  }
  const encoded = encodeTile([{ name: "clusters", features }], limits);
  return dropped > 0 ? { ...encoded, dropped: { ...encoded.dropped, tickets: dropped } } : encoded;
}

function sway(mean: number, bin: number): number {
  const centre = (bin + 0.5) * binUnits;
  return Math.round(Math.max(centre - swayUnits, Math.min(centre + swayUnits, mean)));
}

/** Half of the world's width in web-mercator metres. */
const half = 20_037_508.342_789_244;

/** Metres from the world's north-western corner, in units of the zoom's tiles. */
function unit(metres: number, z: number): number {
  return Math.round((metres / (2 * half)) * 2 ** z * tileExtent);
}

function inTile(tile: Tile, position: LngLat): [number, number] {
  const [x, y] = tilePosition(position, tile.z);
  return [Math.round((x - tile.x) * tileExtent), Math.round((y - tile.y) * tileExtent)];
}
