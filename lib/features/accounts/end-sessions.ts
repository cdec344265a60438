import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import type { Db } from "@/db/client";
import { sessions, users } from "@/db/schema";
import { AppError } from "@/lib/domain/errors";

/** The account by its login, locked until the transaction ends. */
export async function lockAccount(tx: Db, login: string) {
  const [user] = await tx
    .select({ id: users.id, sessionVersion: users.sessionVersion, isDisabled: users.isDisabled })
    .from(users)
    .where(eq(users.login, login))
    .for("update");
  if (!user) throw new AppError("not_found");
  return user;
}

/** Every session of the account is over at its next request. */
export async function endSessions(tx: Db, userId: string, now: Date, endedBy: string): Promise<void> {
  await tx
    .update(sessions)
    .set({ endedAt: now, endedBy })
    .where(and(eq(sessions.userId, userId), isNull(sessions.endedAt)));
}
