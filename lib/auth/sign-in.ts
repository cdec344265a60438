import "server-only";
import { eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { users } from "@/db/schema";
import { verifyPassword } from "@/lib/features/shared/password-hash";
import { openSession } from "./sessions";
import { enterGate, markSucceeded } from "./throttle";

export type SignInOutcome =
  | { status: "signed_in"; sessionId: string; userId: string; isPasswordInitial: boolean }
  | { status: "refused" }
  | { status: "locked"; minutes: number }
  | { status: "wait"; seconds: number };

/**
 * The one way to a session. An unknown login, a wrong password and a disabled account take the same steps, the
 * same words and about the same time.
 */
export async function signInWithPassword(
  { db, hmac, now }: { db: Db; hmac: (text: string) => string; now?: () => Date },
  given: { login: string; password: string; address: string; userAgent: string },
): Promise<SignInOutcome> {
  const login = given.login.trim().toLowerCase().slice(0, 64);
  const gate = await enterGate(db, hmac, login, given.address, now?.());
  if (!gate.isOpen) {
    return gate.reason === "locked"
      ? { status: "locked", minutes: Math.max(1, Math.ceil(gate.waitMs / 60_000)) }
      : { status: "wait", seconds: Math.max(1, Math.ceil(gate.waitMs / 1000)) };
  }
  // Text that PostgreSQL cannot hold is no login either.
  const isPlausible = /^[a-z0-9._-]{3,32}$/.test(login);
  const [user] = await db
    .select({
      id: users.id,
      passwordHash: users.passwordHash,
      isPasswordInitial: users.isPasswordInitial,
      isDisabled: users.isDisabled,
      sessionVersion: users.sessionVersion,
    })
    .from(users)
    .where(eq(users.login, isPlausible ? login : "-"));
  const isRight = await verifyPassword(user?.passwordHash, given.password.slice(0, 1024));
  if (!user || !isRight || user.isDisabled) return { status: "refused" };
  await markSucceeded(db, gate.attemptIds);
  const from = { userAgent: given.userAgent, ipHash: hmac(`address:${given.address}`) };
  const sessionId = await openSession(db, user, from, now?.());
  return { status: "signed_in", sessionId, userId: user.id, isPasswordInitial: user.isPasswordInitial };
}
