import "server-only";
import { eq } from "drizzle-orm";
import { users } from "@/db/schema";
import { AppError } from "@/lib/domain/errors";
import { passwordProblem } from "@/lib/domain/password-rules";
import type { Context } from "@/lib/features/context";
import { changeOwnPassword } from "@/lib/features/people/change-own-password";
import { hashPassword, verifyPassword } from "@/lib/features/shared/password-hash";
import { openSession } from "./sessions";
import { enterGate, markSucceeded } from "./throttle";

/**
 * Checks the present password (behind the same gate as the sign-in: a stolen session is no guessing machine),
 * the rules of the new one, changes it and answers the id of a new session; all others have ended.
 */
export async function changePassword(
  context: Context & { actor: { kind: "user"; userId: string } },
  given: { current: string; next: string; repeated: string },
  from: { address: string; userAgent: string },
): Promise<string> {
  const { db, hmac } = context;
  const [user] = await db
    .select({ login: users.login, name: users.name, passwordHash: users.passwordHash })
    .from(users)
    .where(eq(users.id, context.actor.userId));
  if (!user) throw new AppError("not_signed_in");
  const gate = await enterGate(db, hmac, user.login, from.address);
  if (!gate.isOpen) throw new AppError("rate_limited");
  if (!(await verifyPassword(user.passwordHash, given.current.slice(0, 1024)))) {
    throw new AppError("invalid", { currentPassword: "wrong" });
  }
  await markSucceeded(db, gate.attemptIds);
  const problem = passwordProblem(given.next, user, given.current);
  if (problem) throw new AppError("invalid", { newPassword: problem });
  if (given.next !== given.repeated) throw new AppError("invalid", { repeatPassword: "not_equal" });
  const { sessionVersion } = await changeOwnPassword(context, {
    previousHash: user.passwordHash,
    passwordHash: await hashPassword(given.next),
  });
  return openSession(
    db,
    { id: context.actor.userId, sessionVersion },
    { userAgent: from.userAgent, ipHash: hmac(`address:${from.address}`) },
  );
}
