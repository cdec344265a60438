import type { LayerName } from "@/lib/features/city/city-layers";
import type { OsmTags } from "./read-blocks";

export type Classified = { layer: LayerName; kind: string; detail: string | null };

const majorRoads = new Set(["motorway", "trunk", "primary", "secondary", "tertiary"]);
const minorRoads = new Set(["residential", "unclassified", "living_street", "service", "road", "track"]);
const paths = new Set(["footway", "path", "cycleway", "steps", "pedestrian", "bridleway", "corridor"]);
const railways = new Set(["rail", "light_rail", "subway", "tram", "monorail", "funicular", "narrow_gauge"]);
const waterways = new Set(["river", "canal", "stream", "drain", "ditch"]);
const naturalGrounds = new Set([
  "wood",
  "grassland",
  "scrub",
  "heath",
  "beach",
  "sand",
  "wetland",
  "bare_rock",
]);
const leisureGrounds = new Set([
  "park",
  "garden",
  "pitch",
  "playground",
  "recreation_ground",
  "sports_centre",
  "stadium",
  "golf_course",
  "nature_reserve",
  "track",
]);
const grounds = new Set([
  ...["school", "kindergarten", "college", "university", "hospital", "clinic", "marketplace", "library"],
  ...["parking", "fuel", "place_of_worship", "grave_yard", "bus_station", "townhall", "community_centre"],
]);
const barriers = new Set(["wall", "fence", "hedge", "city_wall", "retaining_wall"]);

/** A line that is not closed: roads, rails, watercourses, walls. Null: nothing that a city's map shows. */
export function classifyLine(tags: OsmTags): Classified | null {
  const { highway = "", railway = "", waterway = "", barrier = "" } = tags;
  const base = highway.replace(/_link$/, "");
  if (majorRoads.has(base)) return { layer: "roads", kind: "major_road", detail: highway };
  if (minorRoads.has(highway)) return { layer: "roads", kind: "minor_road", detail: highway };
  if (paths.has(highway)) return { layer: "roads", kind: "path", detail: highway };
  if (railways.has(railway)) return { layer: "roads", kind: "rail", detail: railway };
  if (tags.route === "ferry") return { layer: "roads", kind: "ferry", detail: null };
  if (tags.man_made === "pier") return { layer: "roads", kind: "path", detail: "pier" };
  if (waterways.has(waterway)) return { layer: "water", kind: waterway, detail: null };
  if (barriers.has(barrier)) return { layer: "landuse", kind: barrier, detail: null };
  if (tags.natural === "tree_row") return { layer: "landuse", kind: "tree_row", detail: null };
  return null;
}

/** Is a closed line the edge of an area, or a ring of road? Its words decide. */
export function isAreaByTags(tags: OsmTags): boolean {
  if (tags.area === "no") return false;
  if (tags.area === "yes") return true;
  return !(tags.highway || tags.railway || tags.barrier || tags.waterway) || classifyArea(tags) !== null;
}

/** An area: buildings first, then water, then the ground. */
export function classifyArea(tags: OsmTags): Classified | null {
  const { building = "", natural = "", leisure = "", landuse = "", amenity = "", waterway = "" } = tags;
  const part = tags["building:part"] ?? "";
  if (building !== "" && building !== "no")
    return { layer: "buildings", kind: "building", detail: wordOrNull(building) };
  if (part !== "" && part !== "no")
    return { layer: "buildings", kind: "building_part", detail: wordOrNull(part) };
  if (natural === "water" || waterway === "riverbank" || waterway === "dock")
    return { layer: "water", kind: waterway || "water", detail: wordOrNull(tags.water ?? "") };
  if (landuse === "reservoir" || landuse === "basin") return { layer: "water", kind: landuse, detail: null };
  if (leisure === "swimming_pool") return { layer: "water", kind: leisure, detail: null };
  if (grounds.has(amenity)) return { layer: "landuse", kind: amenity, detail: null };
  if (leisureGrounds.has(leisure))
    return { layer: "landuse", kind: leisure, detail: wordOrNull(tags.sport ?? "") };
  if (landuse !== "") return wordOrNull(landuse) ? { layer: "landuse", kind: landuse, detail: null } : null;
  if (naturalGrounds.has(natural)) return { layer: "landuse", kind: natural, detail: null };
  if (tags.highway === "pedestrian" || tags.man_made === "pier")
    return { layer: "landuse", kind: tags.highway ?? "pier", detail: null };
  return null;
}

const pointAmenitiesLeftOut = new Set(["bench", "waste_basket", "vending_machine", "bicycle_parking"]);

/** A place marked by a point, or by the area of a building that houses it. */
export function classifyPlace(tags: OsmTags): Classified | null {
  const { amenity = "", shop = "", tourism = "", leisure = "", railway = "", highway = "" } = tags;
  const place = (kind: string, detail: string | undefined = undefined): Classified | null =>
    wordOrNull(kind) ? { layer: "pois", kind, detail: wordOrNull(detail ?? "") } : null;
  if (amenity && !pointAmenitiesLeftOut.has(amenity)) return place(amenity, tags.cuisine);
  if (tags.office === "government" || tags.government) return place("government");
  if (shop && shop !== "no" && shop !== "vacant") return place(shop === "yes" ? "shop" : shop);
  if (tourism) return place(tourism);
  if (/^(station|halt|tram_stop|subway_entrance)$/.test(railway)) return place(railway);
  if (/^(bus_stop|traffic_signals)$/.test(highway)) return place(highway);
  if (leisure && !tags.landuse && leisure !== "swimming_pool") return place(leisure, tags.sport);
  if (tags.historic && tags.historic !== "yes") return place(tags.historic);
  if (tags.barrier === "gate") return place("gate");
  return null;
}

/** A value that can be kept as a word of ours; lists and free text say nothing that the map could draw. */
function wordOrNull(value: string): string | null {
  return value !== "yes" && value.length <= 60 && /^[\w:.-]+$/.test(value) ? value : null;
}

/** Chinese where the map has it, else what people there call it. */
export function nameOf(tags: OsmTags): string | null {
  const name = tags["name:zh-Hans"] ?? tags["name:zh"] ?? tags.name ?? null;
  return clean(name);
}

export function englishNameOf(tags: OsmTags): string | null {
  const own = tags.name ?? "";
  return clean(tags["name:en"] ?? (/^[\p{Script=Latin}\p{N}\p{P}\p{Zs}]+$/u.test(own) ? own : null));
}

function clean(name: string | null): string | null {
  const text = (name ?? "").replace(/\p{Cc}/gu, " ").trim();
  return text === "" ? null : text.slice(0, 200);
}

/** Floors above ground: as counted, else from the height with 3 m a floor; null where the map says neither. */
export function levelsOf(tags: { levels?: unknown; height?: unknown }): number | null {
  const levels = numberOf(tags.levels);
  if (levels !== null && levels > 0 && levels <= 200) return levels;
  const height = numberOf(tags.height);
  if (height !== null && height > 0 && height <= 1_000) return Math.max(1, Math.round(height / 3));
  return null;
}

function numberOf(value: unknown): number | null {
  const text = typeof value === "number" ? String(value) : typeof value === "string" ? value : "";
  const found = /^\s*(\d+(?:\.\d+)?)/.exec(text)?.[1];
  return found === undefined ? null : Number(found);
}

/** Below the ground: no edge of a block, however wide the road is. */
export function isUnderground(tags: OsmTags): boolean {
  return (tags.tunnel !== undefined && tags.tunnel !== "no") || Number(tags.layer ?? 0) < -0.5;
}
