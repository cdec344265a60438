import type { ImportFaultCode, ImportFaultLine } from "@/lib/domain/city-import";

/** The command line speaks English, as its help does. What the page says stands in the messages, `cityImport.fault`. */
export const faultWords = {
  source_missing: "is not there",
  file_missing: "the file is missing",
  unreadable: "cannot be read ({error})",
  file_empty: "the file is empty",
  file_too_large: "larger than {megabytes} MB: cut the city into parts",
  not_a_zip: "not a whole ZIP archive ({why})",
  archive_damaged: "the archive is damaged ({why})",
  archive_empty: "no .geojson and no .osm.pbf in the archive",
  too_many_files: "more than {most} files",
  in_archive_twice: "is in the archive twice",
  unpacked_too_large: "more than {megabytes} MB when unpacked",
  several_extracts: "more than one extract: {files}",

  not_utf8: "not UTF-8 (GBK? then give --encoding gb18030)",
  not_encoded: "not {encoding}",
  json_cut: "the file ends in the middle of the JSON",
  json_unexpected: 'not JSON (unexpected "{token}")',
  not_json: "not JSON ({why})",
  not_a_collection: "must be a GeoJSON FeatureCollection with features",
  unknown_crs: "only WGS-84 or CGCS2000 longitude and latitude can be read",
  too_many_features: "more than {most} features",
  not_a_feature: "must be a Feature",
  properties_shape: "must be an object",
  axes_exchanged: "longitude and latitude are exchanged: give --swap-axes",
  axes_in_order: "longitude and latitude are in order in the file: leave --swap-axes out",
  kind_missing: "must be a short word such as major_road",
  word_unusable: "must be a short word",
  text_too_long: "must be a text of at most {most} characters",
  no_roads: "no road at all: cells cannot be made without roads",

  geometry_not_an_object: "must be a GeoJSON geometry",
  geometry_unknown_type: "is no geometry type that can be read",
  geometry_wrong_type: "is no geometry type of this layer",
  geometry_too_deep: "is nested too deeply",
  geometry_too_many_vertices: "has more than 50,000 vertices",
  geometry_not_a_position: "must be a position [longitude, latitude]",
  geometry_not_finite: "must be a finite number",
  geometry_out_of_range:
    "lies outside of -180…180, -90…90 (projected coordinates? longitude and latitude exchanged?)",
  geometry_too_few_positions: "has too few positions",
  geometry_not_closed: "is not closed",
  geometry_empty: "is empty",

  area_level: "must be one of {levels}",
  area_code: "must have 6 digits for a city or district, 9 for a street, 12 for a community",
  area_code_twice: "{code} is feature {feature}'s already",
  area_name: "must be a name of at most {most} characters",
  area_day: "must be a day such as 2025-01-01",
  area_no_surface: "the boundary encloses no surface",
  area_city_count: "must be city for exactly one area, not {count}",
  area_parent_of_city: "a city has none",
  area_parent: "must be the code of a {level} in this file",
  area_childless: "{name} has no area in it",
  communities_overlap: "geometry of {name} ({code}): lies partly over another community",
  city_too_wide: "a city wider than {degrees} degrees cannot be cut into blocks",

  extract_too_large: "larger than {megabytes} MB: cut the city out of it first (osmium extract)",
  extract_cut: "the file is cut off in the middle of a block",
  not_an_extract: "not an OpenStreetMap extract (.osm.pbf) at this place",
  extract_needs: "needs {features}, which is not known here",
  block_damaged: "the block is damaged ({why})",
  block_packing: "the block is damaged (packed in a way that cannot be read ({packing}); write it with zlib)",
  no_relations: "no relations at all: the end of the extract is missing",
  too_many_ways: "more than {most} ways: cut the city out of it first (osmium extract)",

  county_code: 'must be 6 digits that do not end in 00 (those are a city\'s), not "{given}"',
  county_code_beside_areas: "the codes stand in the file of --areas; give one of the two",
  county_code_used_up: "too many areas in {name} to number them from {given}; give --areas",
  levels_shape: 'must be like city=5,district=6,street=8,community=10, not "{given}"',
  levels_order: "each level's number must be larger than that of the level above",
  levels_not_whole: "no boundary of these levels is whole in {file}",
  city_unknown: 'there is no whole city "{given}"; there are: {names}',
  city_none: 'there is no whole city "{given}", nor any other',
  crs_of_extract: "an OpenStreetMap extract is always in WGS-84; leave --crs out",

  import_running: "another import is running: {source}",
  schema_newer: "{message}",
  schema_different: "{message}",
  refused: "refused: {refusal}",
  more: "… and {count} more",
} as const satisfies Record<ImportFaultCode, string>;

type FactsIn<Words extends string> = Words extends `${string}{${infer Fact}}${infer Rest}`
  ? Fact | FactsIn<Rest>
  : never;
/** The facts that the sentence of a code needs: none, or an object of exactly these. */
export type FactsOf<Code extends ImportFaultCode> = [FactsIn<(typeof faultWords)[Code]>] extends [never]
  ? []
  : [facts: Record<FactsIn<(typeof faultWords)[Code]>, string | number>];
/** A code with its facts, as what finds a fault hands it on: the compiler asks for every fact of the sentence. */
export type AddFault = <Code extends ImportFaultCode>(
  at: string,
  code: Code,
  ...facts: FactsOf<Code>
) => void;

export function faultLine<Code extends ImportFaultCode>(
  at: string,
  code: Code,
  ...[facts]: FactsOf<Code>
): ImportFaultLine {
  return { at, code, ...(facts ? { facts } : {}) };
}

/** The line as a terminal shows it: the place, and what is wrong there. */
export function faultText({ at, code, facts = {} }: ImportFaultLine): string {
  const said = faultWords[code].replace(/\{(\w+)\}/g, (_, fact: string) => String(facts[fact] ?? ""));
  return at === "" ? said : `${at}: ${said}`;
}
