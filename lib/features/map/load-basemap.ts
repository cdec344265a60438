import "server-only";
import { asc } from "drizzle-orm";
import { z } from "zod";
import { basemapFeatures } from "@/db/schema";
import { query } from "../query";

/** The whole basemap, read once a process and version. */
export const loadBasemap = query({
  permission: null,
  input: z.object({}),
  async run({ db }) {
    return db
      .select({
        layer: basemapFeatures.layer,
        kind: basemapFeatures.kind,
        detail: basemapFeatures.detail,
        name: basemapFeatures.name,
        minZoom: basemapFeatures.minZoom,
        geometry: basemapFeatures.geometry,
      })
      .from(basemapFeatures)
      .orderBy(asc(basemapFeatures.id));
  },
});
