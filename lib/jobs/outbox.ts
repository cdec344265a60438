import { sql } from "drizzle-orm";
import type { Db } from "@/db/client";

/**
 * Tells listening processes that there is news, and marks the rows told. The notice carries only the
 * newest position: each process reads again with its viewer's rights, so a lost notice loses nothing.
 */
export async function drainOutbox(db: Db): Promise<number> {
  return db.transaction(async (tx) => {
    const { rows } = await tx.execute<{ position: string }>(sql`
      update outbox set done_at = clock_timestamp(), attempts = attempts + 1
      where position in (
        select position from outbox where done_at is null order by position limit 500 for update skip locked
      ) returning position`);
    if (rows.length === 0) return 0;
    const newest = Math.max(...rows.map(({ position }) => Number(position)));
    await tx.execute(sql`select pg_notify('gridkeep_events', ${String(newest)})`);
    return rows.length;
  });
}
