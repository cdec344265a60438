import "server-only";
import type { AreaLevel } from "@/lib/domain/posts";
import type { AreaGeometry, PlainGeometry } from "@/lib/geo/geojson";

/** The five layers of a city folder, in the order in which they are read. */
export const layerNames = ["roads", "water", "landuse", "buildings", "pois"] as const;
export type LayerName = (typeof layerNames)[number];

export type CityFeature = {
  /** Position in its file, from 1. */
  index: number;
  kind: string;
  detail: string | null;
  name: string | null;
  geometry: PlainGeometry;
};

export type SkippedFeature = { layer: LayerName; index: number; name: string | null; reason: string };

export type CityLayers = Record<LayerName, CityFeature[]> & {
  skipped: SkippedFeature[];
  /** Features whose outline crossed itself or did not close, and could be put right. */
  repaired: SkippedFeature[];
};

export type AreaRow = {
  code: string;
  level: AreaLevel;
  name: string;
  nameEn: string | null;
  parent: string | null;
  validFrom: string | null;
  geometry: AreaGeometry;
  isBoundaryAssumed: boolean;
};
