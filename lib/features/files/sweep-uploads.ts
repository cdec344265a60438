import "server-only";
import { and, inArray, isNull, lt, or, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { attachments } from "@/db/schema";
import { fileStore } from "@/lib/storage/file-store";

const keptMs = 24 * 3_600_000;
/** Held by a backup while it copies: what its snapshot names must not go meanwhile. Any number of ours. */
export const sweepLock = 4_710_392_186;

/** Photos that no command took within a day: the rows go first, then the bytes that no other row names. */
export async function sweepUploads(db: Db, now: Date): Promise<number> {
  const store = fileStore();
  const isDue = and(
    isNull(attachments.ticketId),
    lt(attachments.createdAt, new Date(now.getTime() - keptMs)),
  );
  const [first] = await db.select({ sha256: attachments.sha256 }).from(attachments).where(isDue).limit(1);
  if (!first) return 0;
  // A store that is away refuses here, before the rows are gone that know which bytes to remove.
  await store.sizeOf(first.sha256);
  const gone = await db.transaction(async (tx) => {
    const { rows } = await tx.execute<{ isOurs: boolean }>(
      sql`select pg_try_advisory_xact_lock(${sweepLock}) as "isOurs"`,
    );
    if (!rows[0]?.isOurs) return [];
    return tx
      .delete(attachments)
      .where(isDue)
      .returning({ sha256: attachments.sha256, thumbSha256: attachments.thumbSha256 });
  });
  const hashes = [...new Set(gone.flatMap(({ sha256, thumbSha256 }) => [sha256, thumbSha256]))];
  if (hashes.length === 0) return 0;
  const kept = await db
    .select({ sha256: attachments.sha256, thumbSha256: attachments.thumbSha256 })
    .from(attachments)
    .where(or(inArray(attachments.sha256, hashes), inArray(attachments.thumbSha256, hashes)));
  const named = new Set(kept.flatMap(({ sha256, thumbSha256 }) => [sha256, thumbSha256]));
  for (const hash of hashes) if (!named.has(hash)) await store.remove(hash);
  return gone.length;
}
