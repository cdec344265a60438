import "server-only";
import { and, asc, eq, isNotNull, isNull, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import type { Db } from "@/db/client";
import { areas, basemapFeatures, places } from "@/db/schema";
import type { AreaGeometry, LngLat } from "@/lib/geo/geojson";
import { linesOf } from "@/lib/geo/geojson";
import { isInside } from "@/lib/geo/point-in-polygon";
import { pointInside } from "@/lib/geo/point-inside";

export type FoundPlace = {
  kind: "place" | "road" | "area";
  name: string;
  nameEn: string | null;
  point: LngLat;
};

/** A name of one character stands in too many words to mean anything. */
const shortestName = 2;
const mostRows = 300;

/**
 * Places, roads, streets and communities that the words name ("和平路12号东侧" names 和平路) or begin to name
 * ("和平"). The longest name first, as it says most; with `within`, only what lies in that area.
 */
export async function searchPlaces(
  db: Db,
  words: string,
  within: AreaGeometry | null,
): Promise<FoundPlace[]> {
  const said = words.normalize("NFKC").trim().toLowerCase();
  if (said.length < shortestName) return [];
  const found = [
    ...(await namedPlaces(db, said)),
    ...(await namedRoads(db, said)),
    ...(await namedAreas(db, said)),
  ]
    .flatMap(({ points, ...rest }) => {
      const point = within ? points.find((each) => isInside(each, within)) : points[0];
      return point ? [{ ...rest, point }] : [];
    })
    .toSorted((a, b) => rank(b, said) - rank(a, said));
  const names = new Set<string>();
  return found.filter(({ kind, name }) => {
    const key = `${kind} ${name}`;
    if (names.has(key)) return false;
    names.add(key);
    return true;
  });
}

type Candidate = Omit<FoundPlace, "point"> & { points: LngLat[] };

/** A whole name within the words outweighs a name that only begins so. */
function rank({ name, nameEn }: { name: string; nameEn: string | null }, said: string): number {
  const named = [name, nameEn ?? ""].filter((each) => each && said.includes(each.toLowerCase()));
  const longest = Math.max(0, ...named.map((each) => each.length));
  return longest > 0 ? 1000 + longest : -name.length;
}

/** As SQL: the name occurs in the words, or the words in the name. Signs of LIKE mean nothing here. */
function isNamed(column: PgColumn, said: string) {
  return sql`(length(${column}) >= ${shortestName} and (strpos(${said}, lower(${column})) > 0 or strpos(lower(${column}), ${said}) > 0))`;
}

async function namedPlaces(db: Db, said: string): Promise<Candidate[]> {
  const rows = await db
    .select({ name: places.name, lng: places.lng, lat: places.lat })
    .from(places)
    .where(and(isNull(places.validTo), isNamed(places.name, said)))
    .orderBy(asc(places.id))
    .limit(mostRows);
  return rows.map(({ name, lng, lat }) => ({ kind: "place", name, nameEn: null, points: [[lng, lat]] }));
}

async function namedRoads(db: Db, said: string): Promise<Candidate[]> {
  const rows = await db
    .select({ name: basemapFeatures.name, geometry: basemapFeatures.geometry })
    .from(basemapFeatures)
    .where(
      and(
        eq(basemapFeatures.layer, "roads"),
        isNotNull(basemapFeatures.name),
        isNamed(basemapFeatures.name, said),
      ),
    )
    .orderBy(asc(basemapFeatures.id))
    .limit(mostRows);
  const roads = new Map<string, LngLat[]>();
  for (const { name, geometry } of rows) {
    if (!name || geometry.type === "Point" || geometry.type === "MultiPoint") continue;
    const known = roads.get(name) ?? [];
    for (const line of linesOf(geometry)) known.push(...line);
    roads.set(name, known);
  }
  return [...roads].map(([name, line]) => ({
    kind: "road",
    name,
    nameEn: null,
    points: fromTheMiddle(line),
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

async function namedAreas(db: Db, said: string): Promise<Candidate[]> {
  const rows = await db
    .select({ name: areas.name, nameEn: areas.nameEn, geometry: areas.geometry })
    .from(areas)
    .where(
      and(
        isNull(areas.validTo),
        sql`${areas.level} in ('street','community')`,
        sql`(${isNamed(areas.name, said)} or ${isNamed(areas.nameEn, said)})`,
      ),
    )
    .orderBy(asc(areas.code))
    .limit(20);
  return rows.map(({ name, nameEn, geometry }) => ({
    kind: "area",
    name,
    nameEn,
    points: [pointInside(geometry)],
  }));
}
