import "server-only";
import { and, isNotNull, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import type { Db } from "@/db/client";
import { areas, basemapFeatures, grids, places } from "@/db/schema";
import { AppError } from "@/lib/domain/errors";
import { distanceMetres } from "@/lib/geo/distance";
import type { LngLat } from "@/lib/geo/geojson";
import { linesOf } from "@/lib/geo/geojson";
import { nearestOnSegment } from "@/lib/geo/point-in-polygon";
import { query } from "../query";
import { locate } from "../shared/locate";
import { latitude, longitude } from "../shared/text-fields";

const reachMetres = 250;
const metresPerDegree = 111_320;

/** Where from the place the point lies. */
export const directions = [
  "north",
  "northeast",
  "east",
  "southeast",
  "south",
  "southwest",
  "west",
  "northwest",
] as const;
export type Direction = (typeof directions)[number];

export type InsideAddress = {
  isInside: true;
  cell: { code: string; name: string; nameEn: string; communityName: string; communityNameEn: string };
  road: { name: string; metres: number } | null;
  place: { name: string; metres: number; direction: Direction } | null;
};
export type NearestAddress = InsideAddress | { isInside: false; metresOutside: number };

/** The nearest named road and place of a point, and its cell: what a report's place in words begins with. */
export const nearestAddress = query({
  permission: null,
  input: z.object({ lng: longitude, lat: latitude }),
  async run({ db }, { lng, lat }): Promise<NearestAddress> {
    const point: LngLat = [lng, lat];
    const located = await locate(db, point);
    if (!located.isInside) return located;
    const [cell] = await db
      .select({
        code: grids.code,
        name: grids.name,
        nameEn: grids.nameEn,
        communityName: areas.name,
        communityNameEn: areas.nameEn,
      })
      .from(grids)
      .innerJoin(areas, sql`${areas.id} = ${grids.communityId}`)
      .where(sql`${grids.id} = ${located.location.cellId}`);
    if (!cell) throw new AppError("not_found");
    return {
      isInside: true,
      cell,
      road: await nearestRoad(db, point),
      place: await nearestPlace(db, point),
    };
  },
});

/** Degrees around the point that hold everything within reach. */
function reachOf([, lat]: LngLat) {
  const dLat = reachMetres / metresPerDegree;
  return { dLat, dLng: dLat / Math.cos((lat * Math.PI) / 180) };
}

async function nearestRoad(db: Db, point: LngLat): Promise<InsideAddress["road"]> {
  const [lng, lat] = point;
  const { dLng, dLat } = reachOf(point);
  const rows = await db
    .select({ name: basemapFeatures.name, geometry: basemapFeatures.geometry })
    .from(basemapFeatures)
    .where(
      and(
        sql`${basemapFeatures.layer} = 'roads'`,
        isNotNull(basemapFeatures.name),
        sql`west <= ${lng + dLng} and east >= ${lng - dLng} and south <= ${lat + dLat} and north >= ${lat - dLat}`,
      ),
    )
    .limit(500);
  let best: InsideAddress["road"] = null;
  for (const { name, geometry } of rows) {
    if (!name || geometry.type === "Point" || geometry.type === "MultiPoint") continue;
    for (const line of linesOf(geometry))
      for (const [index, to] of line.entries()) {
        const from = line[index - 1];
        if (!from) continue;
        const metres = distanceMetres(point, nearestOnSegment(point, from, to));
        if (metres <= reachMetres && (!best || metres < best.metres))
          best = { name, metres: Math.round(metres) };
      }
  }
  return best;
}

async function nearestPlace(db: Db, point: LngLat): Promise<InsideAddress["place"]> {
  const [lng, lat] = point;
  const { dLng, dLat } = reachOf(point);
  const rows = await db
    .select({ name: places.name, lng: places.lng, lat: places.lat })
    .from(places)
    .where(
      and(
        isNull(places.validTo),
        sql`${places.lng} between ${lng - dLng} and ${lng + dLng} and ${places.lat} between ${lat - dLat} and ${lat + dLat}`,
      ),
    )
    .limit(500);
  const [nearest] = rows
    .map((row) => ({ ...row, metres: distanceMetres(point, [row.lng, row.lat]) }))
    .filter(({ metres }) => metres <= reachMetres)
    .toSorted((a, b) => a.metres - b.metres);
  if (!nearest) return null;
  return {
    name: nearest.name,
    metres: Math.round(nearest.metres),
    direction: directionFrom([nearest.lng, nearest.lat], point),
  };
}

function directionFrom(from: LngLat, to: LngLat): Direction {
  const east = (to[0] - from[0]) * Math.cos((from[1] * Math.PI) / 180);
  const north = to[1] - from[1];
  const eighth = Math.round(Math.atan2(east, north) / (Math.PI / 4));
  return directions[(eighth + 8) % 8] ?? "north";
}
