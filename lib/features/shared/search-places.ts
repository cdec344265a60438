import "server-only";
import { and, asc, eq, inArray, isNotNull, isNull, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import type { Db } from "@/db/client";
import { areas, basemapFeatures, dataVersions, places } from "@/db/schema";
import type { AreaGeometry, LngLat } from "@/lib/geo/geojson";
import { linesOf } from "@/lib/geo/geojson";
import { isInside } from "@/lib/geo/point-in-polygon";
import { pointInside } from "@/lib/geo/point-inside";
import { ofVersion } from "@/lib/tiles/layer-data";
import { pinyinKey } from "./pinyin-key";
import { type PinyinQuery, pinyinQuery } from "./pinyin-query";

export type FoundPlace = {
  kind: "place" | "road" | "area";
  name: string;
  nameEn: string | null;
  point: LngLat;
};

/** A name of one character stands in too many words to mean anything. */
const shortestName = 2;
const mostRows = 300;
const mostRoads = 12;

/**
 * Places, roads, streets and communities that the words name ("和平路12号东侧" names 和平路) or begin to name
 * ("和平", "hepinglu", "hpl"). What is named outright comes first, the longest name before others, as it says most; then
 * what begins so; then what sounds so. Each street once, however many pieces the map has of it. With `within`, only
 * what lies in that area, and nothing by its sound: there the words are a sentence.
 */
export async function searchPlaces(
  db: Db,
  words: string,
  within: AreaGeometry | null,
): Promise<FoundPlace[]> {
  const said = words.normalize("NFKC").trim().toLowerCase();
  if (said.length < shortestName) return [];
  const asked = { said, sound: within ? null : pinyinQuery(said) };
  const found = [
    ...(await namedPlaces(db, asked)),
    ...(await namedRoads(db, asked)),
    ...(await namedAreas(db, asked)),
  ]
    .flatMap(({ points, ...rest }) => {
      const point = within ? points.find((each) => isInside(each, within)) : points[0];
      return point ? [{ ...rest, point }] : [];
    })
    .toSorted((a, b) => b.rank - a.rank);
  const names = new Set<string>();
  return found.flatMap(({ rank: _, ...place }) => {
    const key = `${place.kind} ${place.name}`;
    if (names.has(key)) return [];
    names.add(key);
    return [place];
  });
}

type Asked = { said: string; sound: PinyinQuery | null };
type Candidate = Omit<FoundPlace, "point"> & { rank: number; points: LngLat[] };

/** A whole name within the words outweighs a name that only begins so, and that one a name that only sounds so. */
function rankOf({ said, sound }: Asked, key: string, ...names: (string | null)[]): number {
  const known = names.flatMap((name) => (name ? [name.toLowerCase()] : []));
  const named = known.filter((name) => name.length >= shortestName && said.includes(name));
  if (named.length > 0) return 10_000 + Math.max(...named.map(({ length }) => length));
  const shortest = Math.min(...known.map(({ length }) => length));
  if (known.some((name) => name.startsWith(said))) return 9_000 - shortest;
  if (known.some((name) => name.includes(said))) return 8_000 - shortest;
  const heard = sound?.find(key);
  if (!heard) return 0;
  if (heard.from > 0) return 5_000 - shortest;
  return (key.includes(" ", heard.to) ? 6_000 : 7_000) - shortest;
}

/** As SQL: the name occurs in the words, or the words in the name. Signs of LIKE mean nothing here. */
function isNamed(column: PgColumn, said: string) {
  return sql`(length(${column}) >= ${shortestName} and (strpos(${said}, lower(${column})) > 0 or strpos(lower(${column}), ${said}) > 0))`;
}

function soundsSo(column: PgColumn, sound: PinyinQuery | null) {
  return sound ? sql`${column} ~ ${sound.pattern}` : sql`false`;
}

async function namedPlaces(db: Db, asked: Asked): Promise<Candidate[]> {
  const rows = await db
    .select({ name: places.name, key: places.pinyinKey, lng: places.lng, lat: places.lat })
    .from(places)
    .where(
      and(
        isNull(places.validTo),
        sql`(${isNamed(places.name, asked.said)} or ${soundsSo(places.pinyinKey, asked.sound)})`,
      ),
    )
    .orderBy(
      sql`strpos(${asked.said}, lower(${places.name})) = 0`,
      sql`length(${places.name})`,
      asc(places.id),
    )
    .limit(mostRows);
  return rows.map(({ name, key, lng, lat }) => ({
    kind: "place",
    name,
    nameEn: null,
    rank: rankOf(asked, key, name),
    points: [[lng, lat]],
  }));
}

type RoadName = { name: string; key: string; ids: number[] };

/** The names of all streets with their pieces, read once a version of the map: the pieces are many, the names few. */
async function roadNames(db: Db): Promise<readonly RoadName[]> {
  const [map] = await db
    .select({ version: dataVersions.version })
    .from(dataVersions)
    .where(eq(dataVersions.layer, "basemap"));
  const read = async () => {
    const rows = await db
      .select({
        name: sql<string>`${basemapFeatures.name}`,
        ids: sql<
          number[]
        >`(array_agg(${basemapFeatures.id} order by ${basemapFeatures.id}))[1:${mostRows}::int]`,
      })
      .from(basemapFeatures)
      .where(and(eq(basemapFeatures.layer, "roads"), isNotNull(basemapFeatures.name)))
      .groupBy(basemapFeatures.name)
      .orderBy(asc(basemapFeatures.name));
    return rows.map(({ name, ids }) => ({ name, key: pinyinKey(name), ids }));
  };
  // Before the first import nothing has a version, and nothing is kept.
  return map ? ofVersion("road names", String(map.version), read) : read();
}

async function namedRoads(db: Db, asked: Asked): Promise<Candidate[]> {
  const found = (await roadNames(db))
    .filter(({ name }) => name.length >= shortestName)
    .map((road) => ({ ...road, rank: rankOf(asked, road.key, road.name) }))
    .filter(({ rank }) => rank > 0)
    .toSorted((a, b) => b.rank - a.rank)
    .slice(0, mostRoads);
  const ids = found.flatMap((road) => road.ids);
  if (ids.length === 0) return [];
  const rows = await db
    .select({ name: basemapFeatures.name, geometry: basemapFeatures.geometry })
    .from(basemapFeatures)
    .where(inArray(basemapFeatures.id, ids))
    .orderBy(asc(basemapFeatures.id));
  const lines = new Map<string, LngLat[]>();
  for (const { name, geometry } of rows) {
    if (!name || geometry.type === "Point" || geometry.type === "MultiPoint") continue;
    const known = lines.get(name) ?? [];
    for (const line of linesOf(geometry)) known.push(...line);
    lines.set(name, known);
  }
  return found.map(({ name, rank }) => ({
    kind: "road",
    name,
    nameEn: null,
    rank,
    points: fromTheMiddle(lines.get(name) ?? []),
  }));
}

/** The middle of a road first, then outwards: where people look for it. */
function fromTheMiddle(line: readonly LngLat[]): LngLat[] {
  const middle = Math.floor(line.length / 2);
  return line
    .map((point, index) => ({ point, from: Math.abs(index - middle) }))
    .toSorted((a, b) => a.from - b.from)
    .map(({ point }) => point);
}

async function namedAreas(db: Db, asked: Asked): Promise<Candidate[]> {
  const rows = await db
    .select({ name: areas.name, nameEn: areas.nameEn, key: areas.pinyinKey, geometry: areas.geometry })
    .from(areas)
    .where(
      and(
        isNull(areas.validTo),
        sql`${areas.level} in ('street','community')`,
        sql`(${isNamed(areas.name, asked.said)} or ${isNamed(areas.nameEn, asked.said)} or ${soundsSo(areas.pinyinKey, asked.sound)})`,
      ),
    )
    .orderBy(
      sql`strpos(${asked.said}, lower(${areas.name})) = 0`,
      sql`length(${areas.name})`,
      asc(areas.code),
    )
    .limit(20);
  return rows.map(({ name, nameEn, key, geometry }) => ({
    kind: "area",
    name,
    nameEn,
    rank: rankOf(asked, key, name, nameEn),
    points: [pointInside(geometry)],
  }));
}
