import "server-only";
import { and, count, desc, eq, gt, inArray, max, sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import type { Db } from "@/db/client";
import { signInAttempts } from "@/db/schema";
import { readClock } from "@/lib/features/command";

const windowMs = 15 * 60_000;
const failuresToLock = 5;
/** Many honest people sign in from behind one address; a guesser needs far more tries than they do. */
const failuresPerAddress = 60;

export type Gate =
  | { isOpen: true; attemptIds: string[] }
  | { isOpen: false; reason: "locked" | "wait"; waitMs: number };

/** The names under which an attempt is counted. Hashes: the table tells nobody who tried what from where. */
function names(hmac: (text: string) => string, login: string, address: string) {
  return {
    account: hmac(`sign-in:account:${login}`),
    pair: hmac(`sign-in:pair:${login}:${address}`),
    address: hmac(`sign-in:address:${address}`),
  };
}

/**
 * May this attempt be tried at all? It is counted as a failure before the password is looked at and turned
 * into a success after, under a lock per account: parallel guesses cannot all pass the same gate.
 */
export async function enterGate(
  db: Db,
  hmac: (text: string) => string,
  login: string,
  address: string,
  now?: Date,
): Promise<Gate> {
  const who = names(hmac, login, address);
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${who.account}, 0))`);
    const at = now ?? (await readClock(tx));
    const since = new Date(at.getTime() - windowMs);
    const account = await failuresOf(tx, who.account, since);
    if (account.count >= failuresToLock && account.last) {
      return { isOpen: false, reason: "locked", waitMs: account.last.getTime() + windowMs - at.getTime() };
    }
    const pair = await failuresOf(tx, who.pair, since);
    const pause = pair.count < 2 ? 0 : 1000 * 2 ** (pair.count - 2);
    const waited = pair.last ? at.getTime() - pair.last.getTime() : Number.POSITIVE_INFINITY;
    if (waited < pause) return { isOpen: false, reason: "wait", waitMs: pause - waited };
    const byAddress = await failuresOf(tx, who.address, since);
    if (byAddress.count >= failuresPerAddress && byAddress.last) {
      return { isOpen: false, reason: "locked", waitMs: byAddress.last.getTime() + windowMs - at.getTime() };
    }
    const rows = [who.account, who.pair, who.address].map((name) => ({
      id: uuidv7(),
      who: name,
      hasSucceeded: false,
      at,
    }));
    await tx.insert(signInAttempts).values(rows);
    return { isOpen: true, attemptIds: rows.map((row) => row.id) };
  });
}

/** A success forgives the failures before it. */
async function failuresOf(tx: Db, who: string, since: Date): Promise<{ count: number; last: Date | null }> {
  const [success] = await tx
    .select({ at: signInAttempts.at, id: signInAttempts.id })
    .from(signInAttempts)
    .where(
      and(eq(signInAttempts.who, who), eq(signInAttempts.hasSucceeded, true), gt(signInAttempts.at, since)),
    )
    .orderBy(desc(signInAttempts.at), desc(signInAttempts.id))
    .limit(1);
  const [row] = await tx
    .select({ count: count(), last: max(signInAttempts.at) })
    .from(signInAttempts)
    .where(
      and(
        eq(signInAttempts.who, who),
        eq(signInAttempts.hasSucceeded, false),
        gt(signInAttempts.at, success?.at ?? since),
      ),
    );
  return { count: row?.count ?? 0, last: row?.last ?? null };
}

export async function markSucceeded(db: Db, attemptIds: readonly string[]): Promise<void> {
  if (attemptIds.length === 0) return;
  await db
    .update(signInAttempts)
    .set({ hasSucceeded: true })
    .where(inArray(signInAttempts.id, [...attemptIds]));
}
