import "server-only";
import { and, eq, gte, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import { classes, tickets } from "@/db/schema";
import { likelyDuplicates } from "@/lib/domain/duplicate";
import type { TicketState } from "@/lib/domain/states";
import type { LngLat } from "@/lib/geo/geojson";
import { toMercator } from "@/lib/geo/mercator";
import { readClock } from "../command";
import { query } from "../query";
import { readSettings } from "../shared/city-rules";
import { latitude, longitude } from "../shared/text-fields";

const most = 3;

/** No number, no words, no place: whoever asks learns only that this was reported about here. */
export type NearbyReport = {
  name: string;
  nameEn: string;
  state: TicketState;
  isOverdue: boolean;
  isSuspended: boolean;
  /** The city's own distance for duplicates, never the measured one: three of those would tell the place. */
  withinMetres: number;
};

/** Open tickets that are likely the same problem, by the city's own distance and time. At most three. */
export const listNearbyReports = query({
  permission: "report",
  input: z.strictObject({ lng: longitude, lat: latitude, classId: z.uuid() }),
  async run({ db, clock }, { lng, lat, classId }): Promise<NearbyReport[]> {
    const now = clock?.() ?? (await readClock(db));
    const settings = await readSettings(db, now);
    const rules = {
      radiusMetres: settings["duplicate.radiusMetres"],
      hours: settings["duplicate.hours"],
    };
    const [mx, my] = toMercator([lng, lat]);
    // Mercator metres are longer than real ones, the more so the farther from the equator.
    const reach = rules.radiusMetres / Math.cos((lat * Math.PI) / 180) + 1;
    const rows = await db
      .select({
        classId: tickets.classId,
        name: classes.name,
        nameEn: classes.nameEn,
        state: tickets.state,
        isOverdue: tickets.isPromiseOverdue,
        isSuspended: tickets.isSuspended,
        lng: tickets.lng,
        lat: tickets.lat,
        reportedAt: tickets.reportedAt,
      })
      .from(tickets)
      .innerJoin(classes, eq(classes.id, tickets.classId))
      .where(
        and(
          eq(tickets.classId, classId),
          isNull(tickets.endedAt),
          gte(tickets.reportedAt, new Date(now.getTime() - rules.hours * 3_600_000)),
          sql`point(${tickets.mx}, ${tickets.my}) <@ box(point(${mx - reach}, ${my - reach}), point(${mx + reach}, ${my + reach}))`,
        ),
      )
      .limit(200);
    const point: LngLat = [lng, lat];
    const near = likelyDuplicates(
      { classId, point, reportedAt: now },
      rows.map((row) => ({ ...row, point: [row.lng, row.lat] as LngLat })),
      rules,
    ).map(({ name, nameEn, state, isOverdue, isSuspended }) => ({
      name,
      nameEn,
      state,
      isOverdue,
      isSuspended,
      withinMetres: rules.radiusMetres,
    }));
    // Two that read the same are one line.
    const lines = new Map(near.map((each) => [JSON.stringify(each), each]));
    return [...lines.values()].slice(0, most);
  },
});
