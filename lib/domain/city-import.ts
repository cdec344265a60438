import { geometryProblems } from "../geo/read-geometry";

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

/** Why a source as a whole is refused. Every language has a sentence for each. */
export const importFaultCodes = [
  // The file itself
  "source_missing",
  "file_missing",
  "unreadable",
  "file_empty",
  "file_too_large",
  "not_a_zip",
  "archive_damaged",
  "archive_empty",
  "too_many_files",
  "in_archive_twice",
  "unpacked_too_large",
  "several_extracts",
  // GeoJSON
  "not_utf8",
  "not_encoded",
  "json_cut",
  "json_unexpected",
  "not_json",
  "not_a_collection",
  "unknown_crs",
  "too_many_features",
  "not_a_feature",
  "properties_shape",
  "axes_exchanged",
  "axes_in_order",
  "kind_missing",
  "word_unusable",
  "text_too_long",
  "no_roads",
  ...geometryProblems.map((problem) => `geometry_${problem}` as const),
  // The area tree
  "area_level",
  "area_code",
  "area_code_twice",
  "area_name",
  "area_day",
  "area_no_surface",
  "area_city_count",
  "area_parent_of_city",
  "area_parent",
  "area_childless",
  "communities_overlap",
  "city_too_wide",
  // OpenStreetMap extracts
  "extract_too_large",
  "extract_cut",
  "not_an_extract",
  "extract_needs",
  "block_damaged",
  "block_packing",
  "no_relations",
  "too_many_ways",
  // What was asked for
  "county_code",
  "county_code_beside_areas",
  "county_code_used_up",
  "levels_shape",
  "levels_order",
  "levels_not_whole",
  "city_unknown",
  "city_none",
  "crs_of_extract",
  // This installation
  "import_running",
  "schema_newer",
  "schema_different",
  "refused",
  /** So many more faults than are listed. */
  "more",
] as const;
export type ImportFaultCode = (typeof importFaultCodes)[number];
export type ImportFaultLine = {
  /** File, byte, line or feature, field, parted by ": "; or an option of the command line; empty: nowhere in particular. */
  at: string;
  code: ImportFaultCode;
  facts?: Record<string, string | number>;
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
