import { type AreaLevel, areaLevels } from "@/lib/domain/posts";
import { boxOf } from "@/lib/geo/box";
import { isInside } from "@/lib/geo/point-in-polygon";
import { pointInside } from "@/lib/geo/point-inside";
import { ImportFault } from "../import-fault";
import type { OsmBoundary } from "./read-extract";

/** Which `admin_level` of the map is which level of ours; a level that the map does not have is left out. */
export type LevelMap = Partial<Record<AreaLevel, number>>;

/** How the map of China is drawn: 5 prefecture-level city, 6 county or district, 8 township or street, 10 community. */
const chinese: Record<AreaLevel, number> = { city: 5, district: 6, street: 8, community: 10 };
const china = { west: 73, south: 3, east: 135.1, north: 53.6 };

/** `city=5,district=6,street=8,community=10`, as somebody typed it. */
export function parseLevels(text: string): LevelMap {
  const map: LevelMap = {};
  for (const part of text.split(",")) {
    const [level = "", number = ""] = part.split("=");
    const known = areaLevels.find((each) => each === level.trim());
    if (!known || !/^([2-9]|1[01])$/.test(number.trim())) {
      throw ImportFault.at("--levels", "levels_shape", { given: text });
    }
    map[known] = Number(number);
  }
  const numbers = areaLevels.flatMap((level) => map[level] ?? []);
  if (numbers.some((number, i) => i > 0 && number <= (numbers[i - 1] ?? 0))) {
    throw ImportFault.at("--levels", "levels_order");
  }
  return map;
}

/**
 * Without `--levels`: in China as its map is drawn; elsewhere the finest level that is there is the community, the
 * smallest area around most of them the city, and what lies between the district and the street.
 */
export function guessLevels(boundaries: readonly OsmBoundary[]): LevelMap {
  const there = [...new Set(boundaries.map(({ adminLevel }) => adminLevel))].sort((a, b) => a - b);
  if (boundaries.every(liesInChina)) {
    const map: LevelMap = {};
    for (const level of areaLevels) if (there.includes(chinese[level])) map[level] = chinese[level];
    return map;
  }
  const finest = there.at(-1);
  if (finest === undefined) return {};
  const communities = boundaries.filter(({ adminLevel }) => adminLevel === finest);
  const around = boundaries
    .filter(({ adminLevel }) => adminLevel < finest)
    .map((area) => ({ area, holds: communities.filter((each) => lies(each, area)).length }))
    .filter(({ holds }) => holds > 0)
    .sort((a, b) => b.holds - a.holds || b.area.adminLevel - a.area.adminLevel);
  const city = around[0]?.area.adminLevel;
  if (city === undefined) return { community: finest };
  const between = there.filter((level) => level > city && level < finest);
  const [district, street] = between;
  return {
    ...{ city, community: finest },
    ...(district === undefined ? {} : { district }),
    ...(street === undefined ? {} : { street }),
  };
}

function liesInChina({ geometry }: OsmBoundary): boolean {
  const { west, south, east, north } = boxOf(geometry);
  return west >= china.west && east <= china.east && south >= china.south && north <= china.north;
}

const insides = new WeakMap<OsmBoundary, ReturnType<typeof pointInside>>();

/** Does one area lie in the other? Asked of a point well inside: shared borders say nothing. */
export function lies(inner: OsmBoundary, outer: Pick<OsmBoundary, "geometry">): boolean {
  const point = insides.get(inner) ?? pointInside(inner.geometry);
  insides.set(inner, point);
  return isInside(point, outer.geometry);
}
