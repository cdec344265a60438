import type { PlainGeometry } from "@/lib/geo/geojson";
import type { Tile } from "@/lib/geo/tile";
import { type EncodedTile, encodeTile } from "./encode";
import { type Shape, ShapeIndex } from "./shape-index";

export type BasemapRow = {
  layer: "water" | "landuse" | "buildings" | "roads" | "places";
  kind: string;
  detail: string | null;
  name: string | null;
  minZoom: number;
  geometry: PlainGeometry;
};

/** What a map cannot do without comes first: a tile over its limit loses buildings before it loses streets. */
const layerOrder = ["water", "roads", "places", "landuse", "buildings"] as const;
const limits = { maxFeatures: 12_000, maxBytes: 900_000 };

export type BasemapTiles = { cut(tile: Tile): EncodedTile };

/**
 * One index a layer and first zoom, so that a tile of the whole city never touches its buildings. Tiles are shown at
 * 512 px: the tile of zoom z is what the screen shows at z + 1.
 */
export function makeBasemapTiles(rows: Iterable<BasemapRow>): BasemapTiles {
  const shapes = new Map<string, { layer: string; minZoom: number; shapes: Shape[] }>();
  for (const { layer, kind, detail, name, minZoom, geometry } of rows) {
    const key = `${layer}:${minZoom}`;
    const group = shapes.get(key) ?? { layer, minZoom, shapes: [] };
    shapes.set(key, group);
    group.shapes.push({ geometry, properties: { kind, detail, name } });
  }
  const groups = [...shapes.values()]
    .map(({ layer, minZoom, shapes }) => ({ layer, minZoom, index: new ShapeIndex(shapes) }))
    .sort((a, b) => a.minZoom - b.minZoom);
  return {
    cut(tile) {
      const layers = layerOrder.map((name) => ({
        name,
        features: groups
          .filter(({ layer, minZoom }) => layer === name && minZoom <= tile.z + 1)
          .flatMap(({ index }) => index.cut(tile)),
      }));
      return encodeTile(layers, limits);
    },
  };
}
