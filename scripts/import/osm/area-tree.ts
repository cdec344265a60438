import { type AreaLevel, areaLevels } from "@/lib/domain/posts";
import type { AreaRow, SkippedFeature } from "@/lib/features/city/city-layers";
import { boxOf } from "@/lib/geo/box";
import type { AreaGeometry } from "@/lib/geo/geojson";
import { numberingOrder } from "@/lib/geo/numbering";
import { pointInside } from "@/lib/geo/point-inside";
import { unionAreas } from "@/lib/geo/union-areas";
import { ImportFault } from "../import-fault";
import { type LevelMap, lies } from "./area-levels";
import type { OsmBoundary } from "./read-extract";

type Node = {
  level: AreaLevel;
  name: string;
  nameEn: string | null;
  geometry: AreaGeometry;
  /** Null for an area that the map does not have and that was assumed. */
  boundary: OsmBoundary | null;
  children: Node[];
};

export type AreaTreeOptions = {
  levels: LevelMap;
  countyCode: string;
  /** Of several cities in one extract, the one of this name; without it, the one with most areas in it. */
  city?: string | undefined;
  /** Of a city that the map does not have. */
  name: string;
  nameEn: string;
};

/**
 * The tree of areas from the boundaries of a map. Codes are those that the map carries (`ref:GB2260`, `ref`), else
 * numbers from north-west to south-east under the county's code. A level that the map lacks gets one assumed area in
 * each area above it, so that every place has its four levels; these are marked.
 */
export function areaTree(
  boundaries: readonly OsmBoundary[],
  options: AreaTreeOptions,
): { rows: AreaRow[]; skipped: SkippedFeature[] } {
  const byLevel = new Map(
    areaLevels.map((level) => [
      level,
      boundaries.filter(({ adminLevel }) => adminLevel === options.levels[level]),
    ]),
  );
  const city = cityNode(byLevel, options);
  const used = new Set<OsmBoundary>();
  grow(city, byLevel, used);
  const skipped = boundaries
    .filter((each) => !used.has(each))
    .map(({ sourceId, name, adminLevel }) => ({
      ...{ layer: "boundaries" as const, at: sourceId, name },
      reason: { code: "not_of_city" as const, at: String(adminLevel) },
    }));
  return { rows: withCodes(city, options.countyCode), skipped };
}

function cityNode(byLevel: ReadonlyMap<AreaLevel, OsmBoundary[]>, options: AreaTreeOptions): Node {
  const below = ["district", "street", "community"] as const;
  const parts = byLevel.get(below.find((level) => byLevel.get(level)?.length) ?? "community") ?? [];
  const cities = (byLevel.get("city") ?? [])
    .filter(({ name, nameEn }) => options.city === undefined || [name, nameEn].includes(options.city))
    .map((city) => ({ city, holds: parts.filter((part) => lies(part, city)).length }))
    .sort((a, b) => b.holds - a.holds);
  if (options.city !== undefined && cities.length === 0) {
    const names = (byLevel.get("city") ?? []).map(({ name }) => name).join(", ");
    if (names === "") throw ImportFault.at("--city", "city_none", { given: options.city });
    throw ImportFault.at("--city", "city_unknown", { given: options.city, names });
  }
  const [best] = cities;
  if (best) return nodeOf("city", best.city);
  return {
    ...{ level: "city", boundary: null, children: [] },
    ...{ name: options.name, nameEn: options.nameEn },
    geometry: unionAreas(parts.map(({ geometry }) => geometry)),
  };
}

function nodeOf(level: AreaLevel, boundary: OsmBoundary): Node {
  const { name, nameEn, geometry } = boundary;
  return { level, boundary, name, nameEn, geometry, children: [] };
}

function grow(node: Node, byLevel: ReadonlyMap<AreaLevel, OsmBoundary[]>, used: Set<OsmBoundary>): void {
  if (node.boundary) used.add(node.boundary);
  const level = areaLevels[areaLevels.indexOf(node.level) + 1];
  if (level === undefined) return;
  const inside = (byLevel.get(level) ?? []).filter((each) => lies(each, node));
  node.children = inside.length > 0 ? inside.map((each) => nodeOf(level, each)) : [assumed(level, node)];
  for (const child of node.children) grow(child, byLevel, used);
  // A border that was closed straight or assumed must not cut off a corner of what lies in it.
  const isOwn = node.boundary !== null && !node.boundary.isClosedStraight;
  const grown = node.children.map(({ geometry }) => geometry).filter((each) => each !== node.geometry);
  if (!isOwn && grown.length > 0) node.geometry = unionAreas([node.geometry, ...grown]);
}

const assumedNames: Record<AreaLevel, { zh: string; en: string }> = {
  city: { zh: "待定市", en: "City to be named" },
  district: { zh: "待定区", en: "District to be named" },
  street: { zh: "待定街道", en: "Street to be named" },
  community: { zh: "待定社区", en: "Community to be named" },
};

function assumed(level: AreaLevel, above: Node): Node {
  const { zh, en } = assumedNames[level];
  return {
    ...{ level, boundary: null, children: [], geometry: above.geometry },
    name: `${above.level === "street" ? above.name : ""}${zh}(边界暂定)`,
    nameEn: `${en} (boundary assumed)`,
  };
}

const shapes: Record<AreaLevel, RegExp> = {
  city: /^\d{4}00$/,
  district: /^\d{4}(?!00)\d\d$/,
  street: /^\d{9}$/,
  community: /^\d{12}$/,
};

function codeOnMap({ boundary, level }: Node, parent: string | null): string | null {
  const { tags = {} } = boundary ?? {};
  for (const key of ["ref:GB2260", "ref:gb2260", "gb2260", "ref"]) {
    const code = (tags[key] ?? "").trim();
    const isUnderParent =
      parent === null || code.startsWith(level === "district" ? parent.slice(0, 4) : parent);
    if (shapes[level].test(code) && isUnderParent) return code;
  }
  return null;
}

function withCodes(city: Node, countyCode: string): AreaRow[] {
  const rows: AreaRow[] = [];
  const add = (node: Node, code: string, parent: string | null) => {
    rows.push({
      ...{
        code,
        level: node.level,
        parent,
        name: node.name.slice(0, 60),
        nameEn: node.nameEn?.slice(0, 60) ?? null,
      },
      ...{ geometry: node.geometry, validFrom: null },
      isBoundaryAssumed: node.boundary?.isClosedStraight ?? true,
      sourceId: node.boundary?.sourceId ?? null,
    });
    const ordered = numberingOrder(
      node.children.map((child) => ({
        child,
        point: pointInside(child.geometry),
        box: boxOf(child.geometry),
      })),
    ).map(({ child }) => child);
    const taken = new Set(ordered.flatMap((child) => codeOnMap(child, code) ?? []));
    const given = new Set<string>();
    let next = node.level === "city" ? Number(countyCode.slice(4)) : 1;
    for (const child of ordered) {
      const own = codeOnMap(child, code);
      let childCode = own !== null && !given.has(own) ? own : "";
      while (childCode === "") {
        const serial = String(next).padStart(node.level === "city" ? 2 : 3, "0");
        next += 1;
        const tried = `${node.level === "city" ? countyCode.slice(0, 4) : code}${serial}`;
        if (!taken.has(tried)) childCode = tried;
      }
      if (!shapes[child.level].test(childCode)) {
        const facts = { name: node.name, given: countyCode };
        throw ImportFault.at("--county-code", "county_code_used_up", facts);
      }
      given.add(childCode);
      add(child, childCode, code);
    }
  };
  // A city's own code is in its districts' when the map does not carry it.
  const [ofDistrict] = city.children.flatMap((child) => codeOnMap(child, null) ?? []);
  add(city, codeOnMap(city, null) ?? `${(ofDistrict ?? countyCode).slice(0, 4)}00`, null);
  return rows;
}
