import "server-only";
import { sql } from "drizzle-orm";
import type { Db } from "@/db/client";

/**
 * Adds the waiting deltas into the counters, in key order so that two folds cannot deadlock; only one
 * runs at a time over all processes. Not an event: counters say nothing the tickets do not say.
 * Returns how many deltas were folded, or null when another process is at it.
 */
export async function foldCounters(db: Db): Promise<number | null> {
  return db.transaction(async (tx) => {
    const { rows } = await tx.execute<{ mine: boolean }>(
      sql`select pg_try_advisory_xact_lock(hashtext('gridkeep fold counters')) as mine`,
    );
    if (!rows[0]?.mine) return null;
    const folded = await tx.execute<{ count: string }>(sql`
      with moved as (
        delete from counter_deltas returning cell_id, class_id, day, state, is_overdue, delta
      ), sums as (
        select cell_id, class_id, day, state, is_overdue, sum(delta)::int as delta
        from moved group by 1, 2, 3, 4, 5 having sum(delta) <> 0 order by 1, 2, 3, 4, 5
      ), added as (
        insert into counters (cell_id, class_id, day, state, is_overdue, count)
        select cell_id, class_id, day, state, is_overdue, delta from sums
        on conflict (cell_id, class_id, day, state, is_overdue)
          do update set count = counters.count + excluded.count
      )
      select count(*) from moved`);
    await tx.execute(sql`delete from counters where count = 0`);
    const count = Number(folded.rows[0]?.count ?? 0);
    if (count > 0) {
      // The tiles of the public map take their ETag from this: it must change with the counters, in one transaction.
      await tx.execute(sql`
        insert into data_versions (layer, version, changed_at) values ('counters', 1, now()::text)
        on conflict (layer) do update set version = data_versions.version + 1, changed_at = excluded.changed_at`);
    }
    return count;
  });
}
