import Flatbush from "flatbush";
import { boxOf } from "./box";
import type { AreaGeometry } from "./geojson";
import { isInside } from "./point-in-polygon";

export type CellIndex<K> = (lng: number, lat: number) => K | null;

/**
 * "Which cell is this?" in memory: an R-tree of boxes, then the exact test. A point on the edge of several
 * cells belongs to the one that was given first, so give them in the order of their codes.
 */
export function buildCellIndex<K>(features: readonly { key: K; geometry: AreaGeometry }[]): CellIndex<K> {
  if (features.length === 0) return () => null;
  const tree = new Flatbush(features.length);
  for (const { geometry } of features) {
    const { west, south, east, north } = boxOf(geometry);
    tree.add(west, south, east, north);
  }
  tree.finish();
  return (lng, lat) => {
    const candidates = tree.search(lng, lat, lng, lat).sort((a, b) => a - b);
    for (const candidate of candidates) {
      const feature = features[candidate];
      if (feature && isInside([lng, lat], feature.geometry)) return feature.key;
    }
    return null;
  };
}
