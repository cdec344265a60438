import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { areas } from "@/db/schema";
import { AppError } from "@/lib/domain/errors";
import type { LngLat } from "@/lib/geo/geojson";
import { pointInside } from "@/lib/geo/point-inside";
import { query } from "../query";
import { searchPlaces } from "../shared/search-places";

/**
 * A point for a report made without a map: the road or place of the area that its words name, else a point well
 * inside the area. Refuses an unknown area as a problem of the field `area`.
 */
export const pointInArea = query({
  permission: null,
  input: z.strictObject({ code: z.string().regex(/^\d{6,12}$/), words: z.string().max(500) }),
  async run({ db }, { code, words }): Promise<{ point: LngLat; isByName: boolean }> {
    const [area] = await db
      .select({ geometry: areas.geometry })
      .from(areas)
      .where(and(eq(areas.code, code), isNull(areas.validTo)));
    if (!area) throw new AppError("invalid", { area: "unknown" });
    const [named] = (await searchPlaces(db, words, area.geometry)).filter(({ kind }) => kind !== "area");
    return named
      ? { point: named.point, isByName: true }
      : { point: pointInside(area.geometry), isByName: false };
  },
});
