import "server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { areas, grids, reviewAreas } from "@/db/schema";
import { distanceMetres } from "@/lib/geo/distance";
import type { LngLat } from "@/lib/geo/geojson";
import { distanceToBoundaryMetres, isInside } from "@/lib/geo/point-in-polygon";

export type Location = {
  cellId: string;
  communityId: string;
  streetId: string;
  districtId: string;
  cityId: string;
  isInReviewArea: boolean;
};
export type Located = { isInside: true; location: Location } | { isInside: false; metresOutside: number };

/**
 * Which cell is this? One indexed query for the boxes around the point, then the exact test; a point of
 * the city that lies in no cell (a gap on an old plan) goes to the nearest cell of the city.
 */
export async function locate(tx: Db, point: LngLat): Promise<Located> {
  const [lng, lat] = point;
  const candidates = await tx
    .select({ id: grids.id, communityId: grids.communityId, geometry: grids.geometry, code: grids.code })
    .from(grids)
    .where(
      and(
        eq(grids.kind, "community_grid"),
        isNull(grids.validTo),
        sql`box(point(west, south), point(east, north)) @> point(${lng}, ${lat})`,
      ),
    )
    .orderBy(grids.code);
  const hit = candidates.find((cell) => isInside(point, cell.geometry));
  if (hit) return { isInside: true, location: await locationOf(tx, hit.id, hit.communityId, point) };
  const [city] = await tx
    .select({ geometry: areas.geometry })
    .from(areas)
    .where(and(eq(areas.level, "city"), isNull(areas.validTo)));
  if (!city) throw new Error("there is no city yet: import one first");
  if (!isInside(point, city.geometry))
    return { isInside: false, metresOutside: Math.round(distanceToBoundaryMetres(point, city.geometry)) };
  const nearest = await tx
    .select({ id: grids.id, communityId: grids.communityId, lng: grids.labelLng, lat: grids.labelLat })
    .from(grids)
    .where(and(eq(grids.kind, "community_grid"), isNull(grids.validTo)))
    .orderBy(sql`point(label_lng, label_lat) <-> point(${lng}, ${lat})`)
    .limit(8);
  const [closest] = nearest.toSorted(
    (a, b) => distanceMetres(point, [a.lng, a.lat]) - distanceMetres(point, [b.lng, b.lat]),
  );
  if (!closest) throw new Error("the city has no cells yet");
  return { isInside: true, location: await locationOf(tx, closest.id, closest.communityId, point) };
}

async function locationOf(tx: Db, cellId: string, communityId: string, point: LngLat): Promise<Location> {
  const { rows } = await tx.execute<{ street: string; district: string; city: string }>(sql`
    select s.id as street, d.id as district, d.parent_id as city
    from areas c join areas s on s.id = c.parent_id join areas d on d.id = s.parent_id
    where c.id = ${communityId}`);
  const [path] = rows;
  if (!path) throw new Error("a community without street or district");
  const review = await tx
    .select({ geometry: reviewAreas.geometry })
    .from(reviewAreas)
    .where(isNull(reviewAreas.validTo));
  return {
    cellId,
    communityId,
    streetId: path.street,
    districtId: path.district,
    cityId: path.city,
    // A city that drew no review area is inspected as a whole.
    isInReviewArea: review.length === 0 || review.some(({ geometry }) => isInside(point, geometry)),
  };
}
