import "server-only";
import { and, count, eq, gt, lt, sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import type { Db } from "@/db/client";
import { rateHits } from "@/db/schema";
import { AppError } from "@/lib/domain/errors";
import { readClock } from "../command";

/**
 * Counts a knock at a door that is open to everybody, and refuses the one too many. Counted in the database, so
 * that two processes count as one; `bucket` is a keyed hash, so that the table tells nobody's address.
 */
export async function knock(
  db: Db,
  bucket: string,
  { limit, windowSeconds, now }: { limit: number; windowSeconds: number; now?: Date },
): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${bucket}, 1))`);
    const at = now ?? (await readClock(tx));
    const since = new Date(at.getTime() - windowSeconds * 1000);
    await tx.delete(rateHits).where(and(eq(rateHits.bucket, bucket), lt(rateHits.at, since)));
    const [row] = await tx
      .select({ hits: count() })
      .from(rateHits)
      .where(and(eq(rateHits.bucket, bucket), gt(rateHits.at, since)));
    if ((row?.hits ?? 0) >= limit) throw new AppError("rate_limited", {}, { seconds: windowSeconds });
    await tx.insert(rateHits).values({ id: uuidv7(), bucket, at });
  });
}
