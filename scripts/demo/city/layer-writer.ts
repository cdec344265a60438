import type { PlainGeometry } from "@/lib/geo/geojson";

type Properties = {
  kind: string;
  detail?: string;
  name?: string;
  height?: number;
  addr?: string;
};
type LayerFeature = {
  type: "Feature";
  properties: Properties & { id: string };
  geometry: PlainGeometry;
};
export type Layers = Record<"roads" | "water" | "landuse" | "buildings" | "pois", LayerFeature[]>;

/** Collects features and numbers them. */
export class LayerWriter {
  readonly layers: Layers = { roads: [], water: [], landuse: [], buildings: [], pois: [] };
  #last = 0;

  add(layer: keyof Layers, properties: Properties, geometry: PlainGeometry): void {
    this.#last += 1;
    const numbered = { id: String(this.#last), ...properties };
    this.layers[layer].push({ type: "Feature", properties: numbered, geometry });
  }
}
