import "server-only";
import { and, inArray, isNull, lt, or } from "drizzle-orm";
import type { Db } from "@/db/client";
import { attachments } from "@/db/schema";
import { removeFile } from "@/lib/storage/file-store";

const keptMs = 24 * 3_600_000;

/** Photos that no command took within a day: the rows go first, then the bytes that no other row names. */
export async function sweepUploads(db: Db, now: Date): Promise<number> {
  const gone = await db
    .delete(attachments)
    .where(and(isNull(attachments.ticketId), lt(attachments.createdAt, new Date(now.getTime() - keptMs))))
    .returning({ sha256: attachments.sha256, thumbSha256: attachments.thumbSha256 });
  const hashes = [...new Set(gone.flatMap(({ sha256, thumbSha256 }) => [sha256, thumbSha256]))];
  if (hashes.length === 0) return 0;
  const kept = await db
    .select({ sha256: attachments.sha256, thumbSha256: attachments.thumbSha256 })
    .from(attachments)
    .where(or(inArray(attachments.sha256, hashes), inArray(attachments.thumbSha256, hashes)));
  const named = new Set(kept.flatMap(({ sha256, thumbSha256 }) => [sha256, thumbSha256]));
  for (const hash of hashes) if (!named.has(hash)) await removeFile(hash);
  return gone.length;
}
