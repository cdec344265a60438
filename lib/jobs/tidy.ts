import "server-only";
import type { Db } from "@/db/client";
import { readClock } from "@/lib/features/command";
import { sweepUploads } from "@/lib/features/files/sweep-uploads";
import { sweepSignInAttempts } from "@/lib/features/people/sweep-sign-in-attempts";
import { sweepKeys } from "@/lib/features/shared/idempotency";

/** What nobody needs any more: photos that no command took, old attempts to sign in, old keys of commands. */
export async function tidy(db: Db): Promise<void> {
  const now = await readClock(db);
  await sweepUploads(db, now);
  await sweepSignInAttempts(db, now);
  await sweepKeys(db, now);
}
