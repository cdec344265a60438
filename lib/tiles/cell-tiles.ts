import type { AreaGeometry } from "@/lib/geo/geojson";
import type { Tile } from "@/lib/geo/tile";
import { type EncodedTile, encodeTile } from "./encode";
import { ShapeCollector } from "./shape-collector";

export type CellShapeRow = {
  key: number;
  code: string;
  name: string;
  nameEn: string;
  labelLng: number;
  labelLat: number;
  geometry: AreaGeometry;
};
export type CellCount = { open: number; overdue: number; solved: number; total: number };

const limits = { maxFeatures: 6_000, maxBytes: 900_000 };
const nothing: CellCount = { open: 0, overdue: 0, solved: 0, total: 0 };

export type CellTiles = { cut(tile: Tile, counts: ReadonlyMap<number, CellCount>): EncodedTile };

/** Outlines change rarely and are indexed once; the figures are put in when a tile is cut. */
export function makeCellTiles(rows: readonly CellShapeRow[]): CellTiles {
  const shapes = new ShapeCollector();
  for (const { key, code, name, nameEn, labelLng, labelLat, geometry } of rows)
    shapes.add({ id: key, geometry, properties: { code, name, nameEn, lng: labelLng, lat: labelLat } });
  const index = shapes.finish();
  return {
    cut(tile, counts) {
      const features = index.cut(tile).map((feature) => {
        const { open, overdue, solved, total } = counts.get(feature.id ?? -1) ?? nothing;
        return { ...feature, properties: { ...feature.properties, open, overdue, solved, total } };
      });
      return encodeTile([{ name: "cells", features }], limits);
    },
  };
}
