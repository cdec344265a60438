import "server-only";
import { and, eq, gte, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import { classes, tickets } from "@/db/schema";
import { likelyDuplicates } from "@/lib/domain/duplicate";
import { toMercator } from "@/lib/geo/mercator";
import { readClock } from "../command";
import { query } from "../query";
import { readSettings } from "../shared/city-rules";
import { latitude, longitude } from "../shared/text-fields";
import { visibleTickets } from "../shared/visible";

const most = 5;

/**
 * Open tickets that are likely the problem a person is reporting just now: same class, near in place and
 * time as the city has set it. Only what the actor may see; nearest first, at most five.
 */
export const findDuplicates = query({
  permission: "report",
  input: z.object({ classId: z.uuid(), lng: longitude, lat: latitude }),
  async run({ db, actor, clock }, { classId, lng, lat }) {
    const now = clock?.() ?? (await readClock(db));
    const settings = await readSettings(db, now);
    const radiusMetres = settings["duplicate.radiusMetres"];
    const hours = settings["duplicate.hours"];
    const [x, y] = toMercator([lng, lat]);
    // Mercator metres are longer than metres on the ground, by the cosine of the latitude.
    const reach = radiusMetres / Math.cos((lat * Math.PI) / 180) + 1;
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
          eq(tickets.classId, classId),
          isNull(tickets.endedAt),
          gte(tickets.reportedAt, new Date(now.getTime() - hours * 3_600_000)),
          sql`point(${tickets.mx}, ${tickets.my}) <@ box(point(${x - reach}, ${y - reach}), point(${x + reach}, ${y + reach}))`,
        ),
      )
      .limit(200);
    const found = likelyDuplicates(
      { classId, point: [lng, lat], reportedAt: now },
      rows.map((row) => ({ ...row, point: [row.lng, row.lat] as [number, number] })),
      { radiusMetres, hours },
    );
    return found.slice(0, most).map(({ point: _, classId: __, metres, hoursApart, ...row }) => ({
      ...row,
      metres: Math.round(metres),
      hoursApart,
    }));
  },
});
