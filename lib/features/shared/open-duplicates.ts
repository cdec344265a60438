import "server-only";
import { and, eq, gte, isNull, lte, ne, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { classes, tickets } from "@/db/schema";
import type { Actor } from "@/lib/domain/actor";
import { likelyDuplicates } from "@/lib/domain/duplicate";
import type { LngLat } from "@/lib/geo/geojson";
import { toMercator } from "@/lib/geo/mercator";
import { readSettings } from "./city-rules";
import { visibleTickets } from "./visible";

const most = 5;

/**
 * Open tickets in the actor's sight that are likely the same problem: same class, near in place and time
 * as the city has set it. Nearest first, at most five; metres and hours rounded.
 */
export async function openDuplicates(
  db: Db,
  actor: Actor,
  of: { classId: string; point: LngLat; reportedAt: Date; exceptId?: string },
  now: Date,
) {
  const settings = await readSettings(db, now);
  const radiusMetres = settings["duplicate.radiusMetres"];
  const hours = settings["duplicate.hours"];
  const [x, y] = toMercator(of.point);
  // Mercator metres are longer than metres on the ground, by the cosine of the latitude.
  const reach = radiusMetres / Math.cos((of.point[1] * Math.PI) / 180) + 1;
  const away = hours * 3_600_000;
  const rows = await db
    .select({
      number: tickets.number,
      state: tickets.state,
      classId: tickets.classId,
      className: classes.name,
      classNameEn: classes.nameEn,
      placeWords: tickets.placeWords,
      lng: tickets.lng,
      lat: tickets.lat,
      reportedAt: tickets.reportedAt,
    })
    .from(tickets)
    .innerJoin(classes, eq(classes.id, tickets.classId))
    .where(
      and(
        visibleTickets(db, actor),
        eq(tickets.classId, of.classId),
        of.exceptId ? ne(tickets.id, of.exceptId) : undefined,
        isNull(tickets.endedAt),
        gte(tickets.reportedAt, new Date(of.reportedAt.getTime() - away)),
        lte(tickets.reportedAt, new Date(of.reportedAt.getTime() + away)),
        sql`point(${tickets.mx}, ${tickets.my}) <@ box(point(${x - reach}, ${y - reach}), point(${x + reach}, ${y + reach}))`,
      ),
    )
    .limit(200);
  return likelyDuplicates(
    of,
    rows.map((row) => ({ ...row, point: [row.lng, row.lat] as LngLat })),
    { radiusMetres, hours },
  )
    .slice(0, most)
    .map(({ point: _, classId: __, metres, hoursApart, ...row }) => ({
      ...row,
      metres: Math.round(metres),
      hoursApart: Math.round(hoursApart),
    }));
}
