import "server-only";
import { inArray, sql } from "drizzle-orm";
import { z } from "zod";
import { counterDeltas, grids } from "@/db/schema";
import { openStates } from "@/lib/domain/states";
import { query } from "../query";

export type WaitingCount = {
  key: number;
  lng: number;
  lat: number;
  all: number;
  open: number;
  overdue: number;
};

/**
 * What commands have counted since the last fold, by cell, with the fold's version and the moment's name: all read in
 * one moment, so that a fold meanwhile cannot make anything count twice.
 */
export const loadWaitingCounts = query({
  permission: "view_ticket",
  input: z.object({}),
  async run({ db }) {
    const isOpen = inArray(counterDeltas.state, openStates);
    const { rows } = await db.execute<{
      moment: string;
      version: number;
      waiting: WaitingCount[] | null;
    }>(sql`
      select pg_current_snapshot()::text as moment,
        coalesce((select version from data_versions where layer = 'counters'), 0)::int as version,
        (select json_agg(cells) from (
          select key, label_lng as lng, label_lat as lat, sum(delta)::int as "all",
            coalesce(sum(delta) filter (where ${isOpen}), 0)::int as open,
            coalesce(sum(delta) filter (where is_overdue and ${isOpen}), 0)::int as overdue
          from ${counterDeltas} join ${grids} on ${grids.id} = cell_id group by key, label_lng, label_lat
        ) as cells) as waiting`);
    const [row] = rows;
    return { moment: row?.moment ?? "", version: row?.version ?? 0, waiting: row?.waiting ?? [] };
  },
});
