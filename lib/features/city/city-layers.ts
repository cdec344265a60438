import "server-only";
import type { FeatureReason } from "@/lib/domain/city-import";
import type { AreaLevel } from "@/lib/domain/posts";
import type { AreaGeometry, PlainGeometry } from "@/lib/geo/geojson";

/** The five layers of a city folder, in the order in which they are read. */
export const layerNames = ["roads", "water", "landuse", "buildings", "pois"] as const;
export type LayerName = (typeof layerNames)[number];

export type CityFeature = {
  /** Where it stands in what was read, for messages: `feature 3` of its file, or `way/26718`. */
  at: string;
  /** What the source calls it for good, so that the next import finds it again; null where it has no such name. */
  sourceId: string | null;
  kind: string;
  detail: string | null;
  name: string | null;
  geometry: PlainGeometry;
  /** Floors above ground, of buildings where they are known. */
  levels: number | null;
  /** Roads and rails that nobody above can see are no edge of a block. */
  isUnderground: boolean;
};

export type SkippedFeature = {
  layer: LayerName | "boundaries";
  at: string;
  name: string | null;
  reason: FeatureReason;
};

export type CityLayers = Record<LayerName, CityFeature[]> & {
  skipped: SkippedFeature[];
  /** Features whose outline crossed itself or did not close, and could be put right. */
  repaired: SkippedFeature[];
};

export function emptyLayers(): CityLayers {
  return {
    ...{ roads: [], water: [], landuse: [], buildings: [], pois: [] },
    ...{ skipped: [], repaired: [] },
  };
}

export type AreaRow = {
  sourceId: string | null;
  code: string;
  level: AreaLevel;
  name: string;
  nameEn: string | null;
  parent: string | null;
  validFrom: string | null;
  geometry: AreaGeometry;
  isBoundaryAssumed: boolean;
};
