import type { PlainGeometry } from "@/lib/geo/geojson";
import type { Tile } from "@/lib/geo/tile";
import { type EncodedTile, encodeTile, type TileProperties } from "./encode";
import { ShapeCollector } from "./shape-collector";

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
export async function makeBasemapTiles(batches: AsyncIterable<readonly BasemapRow[]>): Promise<BasemapTiles> {
  const collected = new Map<string, { layer: string; minZoom: number; shapes: ShapeCollector }>();
  const shared = new Map<string, TileProperties>();
  for await (const rows of batches) {
    for (const { layer, kind, detail, name, minZoom, geometry } of rows) {
      const key = `${layer}:${minZoom}`;
      const group = collected.get(key) ?? { layer, minZoom, shapes: new ShapeCollector() };
      collected.set(key, group);
      // Most houses say the same of themselves: it is kept once.
      const said = JSON.stringify([kind, detail, name]);
      const properties = shared.get(said) ?? { kind, detail, name };
      shared.set(said, properties);
      group.shapes.add({ geometry, properties });
    }
  }
  const groups = [...collected.values()]
    .map(({ layer, minZoom, shapes }) => ({ layer, minZoom, index: shapes.finish() }))
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
