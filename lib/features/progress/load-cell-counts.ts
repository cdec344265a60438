import "server-only";
import { eq, inArray, sql } from "drizzle-orm";
import { z } from "zod";
import { counters, grids } from "@/db/schema";
import { openStates } from "@/lib/domain/states";
import { query } from "../query";

/**
 * Open, overdue and solved tickets of each cell as of the last fold. What was declined, refused, merged or voided is
 * neither open nor solved and is not counted in `total`, which is open + solved, but in `all`. `version` is that of the
 * fold, read in the same moment.
 */
export const loadCellCounts = query({
  permission: null,
  input: z.object({}),
  async run({ db }) {
    const isOpen = inArray(counters.state, openStates);
    const sum = (condition: ReturnType<typeof sql>) =>
      sql<number>`coalesce(sum(${counters.count}) filter (where ${condition}), 0)::int`;
    const isSolved = eq(counters.state, "closed");
    return db
      .select({
        key: grids.key,
        code: grids.code,
        lng: grids.labelLng,
        lat: grids.labelLat,
        version: sql<number>`coalesce((select version from data_versions where layer = 'counters'), 0)::int`,
        open: sum(sql`${isOpen}`),
        overdue: sum(sql`${isOpen} and ${counters.isOverdue}`),
        solved: sum(sql`${isSolved}`),
        total: sum(sql`${isOpen} or ${isSolved}`),
        all: sql<number>`sum(${counters.count})::int`,
      })
      .from(counters)
      .innerJoin(grids, eq(grids.id, counters.cellId))
      .groupBy(grids.key, grids.code, grids.labelLng, grids.labelLat);
  },
});
