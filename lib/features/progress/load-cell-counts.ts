import "server-only";
import { eq, inArray, sql } from "drizzle-orm";
import { z } from "zod";
import { counters, grids } from "@/db/schema";
import { openStates } from "@/lib/domain/states";
import { query } from "../query";

/**
 * Open, overdue and solved tickets of each cell as of the last fold. What was declined, refused, merged or voided is
 * neither open nor solved and is not counted: `total` is open + solved.
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
        open: sum(sql`${isOpen}`),
        overdue: sum(sql`${isOpen} and ${counters.isOverdue}`),
        solved: sum(sql`${isSolved}`),
        total: sum(sql`${isOpen} or ${isSolved}`),
      })
      .from(counters)
      .innerJoin(grids, eq(grids.id, counters.cellId))
      .groupBy(grids.key, grids.code);
  },
});
