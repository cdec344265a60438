import "server-only";
import { z } from "zod";
import { dataVersions } from "@/db/schema";
import { query } from "../query";

export type TileVersions = { basemap: number; cells: number; counters: number };

/** The data version of each public layer. Every tile's ETag comes from here, before any other work. */
export const loadTileVersions = query({
  permission: null,
  input: z.object({}),
  async run({ db }): Promise<TileVersions> {
    const rows = await db
      .select({ layer: dataVersions.layer, version: dataVersions.version })
      .from(dataVersions);
    const of = (layer: string) => rows.find((row) => row.layer === layer)?.version ?? 0;
    return { basemap: of("basemap"), cells: of("cells"), counters: of("counters") };
  },
});
