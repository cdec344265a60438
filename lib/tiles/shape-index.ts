import Flatbush from "flatbush";
import { type Box, clipPolygon, clipPolyline, type Position } from "lineclip";
import type { Tile } from "@/lib/geo/tile";
import { type EncodableFeature, type TileProperties, tileExtent } from "./encode";
import { deepestTileZoom } from "./tile-address";

/** How far a tile reaches over its edge, so that outlines and widths meet without a seam: 8 px of 512. */
const bufferUnits = 64;
const reach: Box = [-bufferUnits, -bufferUnits, tileExtent + bufferUnits, tileExtent + bufferUnits];
const point = 1;
const line = 2;
const polygon = 3;

/** Shapes as numbers, in units of the deepest zoom's tiles. What begins at `n` ends where `n + 1` begins. */
export type PackedShapes = {
  xs: Int32Array;
  ys: Int32Array;
  /** From which zoom on a corner is needed. */
  zooms: Uint8Array;
  /** Where each line or ring begins among the corners, and from which zoom on it is large enough to show. */
  lines: Uint32Array;
  lineZooms: Uint8Array;
  /** Where each shape begins among the lines. */
  shapes: Uint32Array;
  /** 1 points, 2 lines, 3 polygons. */
  types: Uint8Array;
  /** West, north, east, south of each shape. */
  boxes: Int32Array;
  ids: readonly (number | undefined)[];
  properties: readonly TileProperties[];
};

/** Shapes ready to be cut into tiles. Nothing is kept of what was cut. */
export class ShapeIndex {
  readonly #tree: Flatbush | null;

  constructor(readonly packed: PackedShapes) {
    const { boxes, types } = packed;
    this.#tree = types.length > 0 ? new Flatbush(types.length, 16, Int32Array) : null;
    for (let at = 0; at < boxes.length; at += 4)
      this.#tree?.add(boxes[at] ?? 0, boxes[at + 1] ?? 0, boxes[at + 2] ?? 0, boxes[at + 3] ?? 0);
    this.#tree?.finish();
  }

  /** What the tile shows of the shapes, in their order: simplified for its zoom, cut at its edge. */
  cut({ z, x, y }: Tile): EncodableFeature[] {
    const { boxes, types, ids, properties } = this.packed;
    const scale = 2 ** (deepestTileZoom - z);
    const side = tileExtent * scale;
    const margin = bufferUnits * scale;
    const [west, north] = [x * side, y * side];
    if (!this.#tree) return [];
    const found = this.#tree
      .search(west - margin, north - margin, west + side + margin, north + side + margin)
      .sort((a, b) => a - b);
    const features: EncodableFeature[] = [];
    for (const at of found) {
      const isWhole =
        (boxes[at * 4] ?? 0) >= west - margin &&
        (boxes[at * 4 + 1] ?? 0) >= north - margin &&
        (boxes[at * 4 + 2] ?? 0) <= west + side + margin &&
        (boxes[at * 4 + 3] ?? 0) <= north + side + margin;
      const rings = this.#ringsOf(at, { z, scale, west, north, isWhole });
      if (rings.length === 0) continue;
      const id = ids[at];
      features.push({
        ...(id === undefined ? {} : { id }),
        type: asType(types[at]),
        rings,
        properties: properties[at] ?? {},
      });
    }
    return features;
  }

  #ringsOf(
    at: number,
    {
      z,
      scale,
      west,
      north,
      isWhole,
    }: { z: number; scale: number; west: number; north: number; isWhole: boolean },
  ): number[][] {
    const { xs, ys, zooms, lines, lineZooms, shapes, types } = this.packed;
    const type = types[at];
    const rings: number[][] = [];
    for (let ring = shapes[at] ?? 0; ring < (shapes[at + 1] ?? 0); ring += 1) {
      if ((lineZooms[ring] ?? 0) > z) continue;
      const kept: number[] = [];
      for (let corner = lines[ring] ?? 0; corner < (lines[ring + 1] ?? 0); corner += 1) {
        if ((zooms[corner] ?? 0) > z) continue;
        kept.push(((xs[corner] ?? 0) - west) / scale, ((ys[corner] ?? 0) - north) / scale);
      }
      if (isWhole) addWhole(rings, kept, type);
      else for (const part of clipped(kept, type)) addWhole(rings, part, type);
    }
    return rings;
  }
}

function asType(type: number | undefined): 1 | 2 | 3 {
  return type === polygon ? 3 : type === line ? 2 : 1;
}

/** Rounded to the tile's units; corners that fall together are one. */
function addWhole(rings: number[][], flat: readonly number[], type: number | undefined): void {
  const rounded: number[] = [];
  for (let at = 0; at < flat.length; at += 2) {
    const [x, y] = [Math.round(flat[at] ?? 0), Math.round(flat[at + 1] ?? 0)];
    const end = rounded.length;
    if (type !== point && end > 0 && rounded[end - 2] === x && rounded[end - 1] === y) continue;
    rounded.push(x, y);
  }
  // A ring repeats its first corner.
  const least = type === polygon ? 8 : type === line ? 4 : 2;
  if (rounded.length >= least) rings.push(rounded);
}

function clipped(flat: readonly number[], type: number | undefined): number[][] {
  const positions: Position[] = [];
  for (let at = 0; at < flat.length; at += 2) positions.push([flat[at] ?? 0, flat[at + 1] ?? 0]);
  if (positions.length === 0) return [];
  switch (type) {
    case polygon: {
      const ring = clipPolygon(positions, reach);
      const [first] = ring;
      const last = ring.at(-1);
      // The clipper takes a ring as closed by itself.
      const isOpen = first && last && (first[0] !== last[0] || first[1] !== last[1]);
      return [(isOpen ? [...ring, first] : ring).flat()];
    }
    case line:
      return clipPolyline(positions, reach).map((part) => part.flat());
    default:
      return [
        positions.filter(([x, y]) => x >= reach[0] && y >= reach[1] && x <= reach[2] && y <= reach[3]).flat(),
      ];
  }
}
