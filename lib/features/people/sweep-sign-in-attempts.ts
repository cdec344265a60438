import "server-only";
import { lt } from "drizzle-orm";
import type { Db } from "@/db/client";
import { rateHits, signInAttempts } from "@/db/schema";

/** Attempts and knocks count for minutes; they are kept a day for those who look into a break-in. */
export async function sweepSignInAttempts(db: Db, now: Date): Promise<void> {
  const before = new Date(now.getTime() - 86_400_000);
  await db.delete(signInAttempts).where(lt(signInAttempts.at, before));
  await db.delete(rateHits).where(lt(rateHits.at, before));
}
