import type { Tile } from "@/lib/geo/tile";

export const tileLayers = ["basemap", "cells", "tickets"] as const;
export type TileLayerName = (typeof tileLayers)[number];
export const deepestTileZoom = 18;

export type TileAddress =
  | { kind: "tile"; layer: TileLayerName; tile: Tile }
  /** Well formed, but there is no such layer or place: 404. */
  | { kind: "missing" }
  /** Not the form of a tile's address at all: 400. */
  | { kind: "malformed" };

const wholeNumber = /^(0|[1-9][0-9]{0,8})$/;

/** `/tiles/{layer}/{z}/{x}/{y}.mvt`, decided before any other work is done for it. */
export function readTileAddress(layer: string, z: string, x: string, y: string): TileAddress {
  const row = y.endsWith(".mvt") ? y.slice(0, -4) : "";
  if (![z, x, row].every((part) => wholeNumber.test(part))) return { kind: "malformed" };
  const name = tileLayers.find((known) => known === layer);
  const tile = { z: Number(z), x: Number(x), y: Number(row) };
  const count = 2 ** tile.z;
  if (!name || tile.z > deepestTileZoom || tile.x >= count || tile.y >= count) return { kind: "missing" };
  return { kind: "tile", layer: name, tile };
}
