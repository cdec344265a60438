import GeoJSONVT from "geojson-vt";
import type { PlainGeometry } from "@/lib/geo/geojson";
import type { Tile } from "@/lib/geo/tile";
import { type EncodableFeature, type TileProperties, tileExtent } from "./encode";
import { deepestTileZoom } from "./tile-address";

export type Shape = { id?: number; geometry: PlainGeometry; properties: TileProperties };

/** How far a tile reaches over its edge, so that outlines and widths meet without a seam: 8 px of 512. */
const bufferUnits = 64;
/** The library keeps every tile it ever cut; past this many it starts anew, so that no walk over the map fills memory. */
const mostTilesHeld = 20_000;

/** Shapes ready to be cut into tiles, simplified for each zoom. Made when first asked. */
export class ShapeIndex {
  #index: GeoJSONVT | undefined;

  constructor(readonly shapes: readonly Shape[]) {}

  cut({ z, x, y }: Tile): EncodableFeature[] {
    if (this.shapes.length === 0) return [];
    if (!this.#index || this.#index.tileCoords.length > mostTilesHeld) this.#index = this.#make();
    const features: EncodableFeature[] = [];
    for (const raw of this.#index.getTileRaw(z, x, y)?.features ?? []) {
      const shape = this.shapes[Number(raw.tags?.at)];
      if (!shape) continue;
      const rings = raw.type === 4 ? [[raw.x, raw.y]] : raw.type === 1 ? [raw.geometry] : raw.geometry;
      features.push({
        ...(shape.id === undefined ? {} : { id: shape.id }),
        type: raw.type === 4 ? 1 : raw.type,
        rings,
        properties: shape.properties,
      });
    }
    return features;
  }

  #make(): GeoJSONVT {
    return new GeoJSONVT(
      {
        type: "FeatureCollection",
        features: this.shapes.map(({ geometry }, at) => ({ type: "Feature", geometry, properties: { at } })),
      },
      { maxZoom: deepestTileZoom, extent: tileExtent, buffer: bufferUnits, tolerance: 3, indexMaxZoom: 4 },
    );
  }
}
