import "server-only";
import { and, asc, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { grids } from "@/db/schema";
import { query } from "../query";

/** Outlines and names of the community grids in force. Public. */
export const loadCellShapes = query({
  permission: null,
  input: z.object({}),
  async run({ db }) {
    return db
      .select({
        key: grids.key,
        code: grids.code,
        name: grids.name,
        nameEn: grids.nameEn,
        labelLng: grids.labelLng,
        labelLat: grids.labelLat,
        geometry: grids.geometry,
      })
      .from(grids)
      .where(and(eq(grids.kind, "community_grid"), isNull(grids.validTo)))
      .orderBy(asc(grids.key));
  },
});
