/** What an import of a city is doing now, in this order. */
export const cityImportSteps = ["unpacking", "reading", "cutting", "writing", "done"] as const;
export type CityImportStep = (typeof cityImportSteps)[number];

export const cityImportStates = ["running", "done", "refused", "failed", "cancelled"] as const;
export type CityImportState = (typeof cityImportStates)[number];

/** What a city that is there already means for an import. */
export const cityImportModes = ["update", "replace"] as const;
export type CityImportMode = (typeof cityImportModes)[number];

export const coordinateSystems = ["wgs84", "gcj02"] as const;
export const textEncodings = ["utf-8", "gb18030"] as const;

/** Heap of the process that imports; with what lies outside of the heap it stays under a gigabyte. */
export const importHeapMegabytes = 640;

/** Why a feature was left out or mended: a code, so that every language can say it, with the facts of its sentence. */
export const featureReasons = [
  "no_geometry",
  "bad_geometry",
  "no_surface",
  "crossed_itself",
  "not_closed",
  "gap",
  "members_missing",
  "points_missing",
  "closed_straight",
  "no_name",
  "not_of_city",
  "outside_city",
] as const;
export type FeatureReason = {
  code: (typeof featureReasons)[number];
  /** Of `all` members or points, so many are not in the source. */
  count?: number;
  all?: number;
  /** Over which a border was closed. */
  metres?: number;
  /** Where in the geometry, or of which admin_level. */
  at?: string;
};

/** What the process that imports is told, as one JSON argument. */
export type CityImportOrder = {
  from: string;
  source?: string | undefined;
  areasFile?: string | undefined;
  countyCode?: string | undefined;
  name?: string | undefined;
  nameEn?: string | undefined;
  attribution?: string | undefined;
  mode?: CityImportMode | undefined;
  crs?: (typeof coordinateSystems)[number] | undefined;
  encoding?: (typeof textEncodings)[number] | undefined;
  isSwapped?: boolean | undefined;
  levels?: string | undefined;
  city?: string | undefined;
  /** The record that a page made of it before; without it the process makes its own. */
  importId?: string | undefined;
  /** An upload that nobody needs afterwards. */
  isRemovedAfterwards?: boolean | undefined;
};
