import "server-only";
import { createHash } from "node:crypto";
import { pipeline } from "node:stream/promises";
import { asc, gt } from "drizzle-orm";
import type { Db } from "@/db/client";
import { attachments } from "@/db/schema";
import type { FileStore } from "@/lib/storage/stored-file";
import type { Problem } from "./check-invariants";

const batchSize = 200;
const atOnce = 8;

/**
 * No photo's row without its files, in whichever store: each is there and of the size its row says; with
 * `isEveryByteRead` its content is read and must be what its name says. Read-only. `files` counts what was looked at.
 */
export async function checkFiles(
  db: Db,
  store: FileStore,
  { isEveryByteRead = false, limit = 100 }: { isEveryByteRead?: boolean; limit?: number } = {},
): Promise<{ files: number; problems: Problem[] }> {
  const problems: Problem[] = [];
  let files = 0;
  let after: string | undefined;
  while (problems.length < limit) {
    const rows = await db
      .select({
        id: attachments.id,
        sha256: attachments.sha256,
        thumbSha256: attachments.thumbSha256,
        bytes: attachments.bytes,
      })
      .from(attachments)
      .where(after === undefined ? undefined : gt(attachments.id, after))
      .orderBy(asc(attachments.id))
      .limit(batchSize);
    after = rows.at(-1)?.id;
    if (after === undefined) break;
    const wanted = rows.flatMap(({ id, sha256, thumbSha256, bytes }) => [
      { id, what: "photo", sha256, bytes },
      { id, what: "thumbnail", sha256: thumbSha256, bytes: null },
    ]);
    files += wanted.length;
    for (let at = 0; at < wanted.length; at += atOnce) {
      const found = await Promise.all(
        wanted.slice(at, at + atOnce).map(async ({ id, what, sha256, bytes }) => {
          const fault = await faultOf(store, sha256, bytes, isEveryByteRead);
          return fault ? [{ check: "files", table: "attachments", id, detail: `its ${what} ${fault}` }] : [];
        }),
      );
      problems.push(...found.flat());
    }
  }
  return { files, problems };
}

async function faultOf(
  store: FileStore,
  sha256: string,
  bytes: number | null,
  isEveryByteRead: boolean,
): Promise<string | null> {
  // A row that was tampered with may name anything; asking the store for it would throw.
  if (!/^[0-9a-f]{64}$/.test(sha256)) return "has a name that is no content hash";
  if (!isEveryByteRead) {
    const size = await store.sizeOf(sha256);
    if (size === null) return "is not in the store";
    return bytes === null || size === bytes ? null : `in the store has ${size} bytes, its row says ${bytes}`;
  }
  const file = await store.open(sha256);
  if (!file) return "is not in the store";
  const hash = createHash("sha256");
  await pipeline(file.stream, hash);
  return hash.digest("hex") === sha256 ? null : "in the store has other bytes than its name says";
}
