import "server-only";
import { asc, gt } from "drizzle-orm";
import { z } from "zod";
import { basemapFeatures } from "@/db/schema";
import { query } from "../query";

/** Some tens of megabytes at a time at most, and the event loop gets its turn between two batches. */
const batch = 5_000;

/** A part of the basemap, in the order of ids; the whole of it is read part by part. */
export const loadBasemap = query({
  permission: null,
  input: z.object({ afterId: z.number().int() }),
  async run({ db }, { afterId }) {
    const rows = await db
      .select({
        id: basemapFeatures.id,
        layer: basemapFeatures.layer,
        kind: basemapFeatures.kind,
        detail: basemapFeatures.detail,
        name: basemapFeatures.name,
        minZoom: basemapFeatures.minZoom,
        geometry: basemapFeatures.geometry,
      })
      .from(basemapFeatures)
      .where(gt(basemapFeatures.id, afterId))
      .orderBy(asc(basemapFeatures.id))
      .limit(batch);
    return { rows, lastId: rows.length === batch ? (rows.at(-1)?.id ?? null) : null };
  },
});
