import "server-only";
import { and, eq, lt, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { idempotencyKeys } from "@/db/schema";
import { AppError } from "@/lib/domain/errors";
import { bodyHash } from "./event-hash";

type Claim = { actorKey: string; key: string; command: string; input: unknown; now: Date | null };

/**
 * Claims the key and reads the clock with it (unless `now` is given), or returns the first answer to it. A parallel
 * holder of the same key makes this INSERT wait until that transaction has ended, so that only one does the work.
 */
export async function claimKey(
  tx: Db,
  claim: Claim,
): Promise<{ isFirst: true; now: Date } | { isFirst: false; result: unknown }> {
  const hash = bodyHash(claim.input);
  const claimed = await tx
    .insert(idempotencyKeys)
    .values({
      actorKey: claim.actorKey,
      key: claim.key,
      command: claim.command,
      bodyHash: hash,
      createdAt: claim.now ?? sql`date_trunc('milliseconds', clock_timestamp())`,
    })
    .onConflictDoNothing()
    .returning({ createdAt: idempotencyKeys.createdAt });
  const [own] = claimed;
  if (own) return { isFirst: true, now: own.createdAt };
  const [first] = await tx.select().from(idempotencyKeys).where(ownKey(claim));
  if (!first || first.command !== claim.command || first.bodyHash !== hash)
    throw new AppError("idempotency_mismatch");
  return { isFirst: false, result: first.result };
}

export async function keepAnswer(
  tx: Db,
  claim: Pick<Claim, "actorKey" | "key">,
  result: unknown,
): Promise<void> {
  await tx
    .update(idempotencyKeys)
    .set({ result: result ?? null })
    .where(ownKey(claim));
}

/** A device may be without a network for days, and must not report twice when it is back. */
const keptMs = 7 * 86_400_000;

/** Keys that nobody will send again, with their answers. */
export async function sweepKeys(db: Db, now: Date): Promise<number> {
  const before = new Date(now.getTime() - keptMs);
  const { rowCount } = await db.delete(idempotencyKeys).where(lt(idempotencyKeys.createdAt, before));
  return rowCount ?? 0;
}

function ownKey(claim: Pick<Claim, "actorKey" | "key">) {
  return and(eq(idempotencyKeys.actorKey, claim.actorKey), eq(idempotencyKeys.key, claim.key));
}
