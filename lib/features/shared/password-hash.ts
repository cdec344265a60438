import "server-only";
import { hash, verify } from "@node-rs/argon2";

/** Argon2id (the library's default), 64 MB and three passes, so that a stolen table is slow to guess. */
const cost = { memoryCost: 65_536, timeCost: 3, parallelism: 1 };

export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize("NFKC"), cost);
}

let dummy: Promise<string> | undefined;

/**
 * Without a hash (no such account) it works just as long against one that nothing matches, so that the time of
 * the answer does not tell who exists.
 */
export async function verifyPassword(stored: string | undefined, password: string): Promise<boolean> {
  dummy ??= hashPassword("there is no account with this password");
  const against = stored ?? (await dummy);
  try {
    const isEqual = await verify(against, password.normalize("NFKC"));
    return isEqual && stored !== undefined;
  } catch {
    return false;
  }
}
