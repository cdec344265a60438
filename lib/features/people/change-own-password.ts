import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { sessions, users } from "@/db/schema";
import { AppError } from "@/lib/domain/errors";
import { command } from "../command";

/**
 * Replaces one's own password and ends every session of the account. It is given hashes, made and verified
 * before: hashing takes a tenth of a second and 64 MB, which no transaction should wait for.
 */
export const changeOwnPassword = command({
  permission: "change_own_password",
  input: z.strictObject({
    previousHash: z.string().min(1).max(200),
    passwordHash: z.string().startsWith("$argon2id$").max(200),
  }),
  async run({ tx, actor, now, append }, input) {
    if (actor.kind !== "user") throw new AppError("forbidden");
    const [user] = await tx
      .select({ passwordHash: users.passwordHash, sessionVersion: users.sessionVersion })
      .from(users)
      .where(eq(users.id, actor.userId))
      .for("update");
    if (!user) throw new AppError("not_found");
    if (user.passwordHash !== input.previousHash) throw new AppError("conflict");
    const sessionVersion = user.sessionVersion + 1;
    await tx
      .update(users)
      .set({ passwordHash: input.passwordHash, isPasswordInitial: false, sessionVersion })
      .where(eq(users.id, actor.userId));
    await tx
      .update(sessions)
      .set({ endedAt: now, endedBy: "password_changed" })
      .where(and(eq(sessions.userId, actor.userId), isNull(sessions.endedAt)));
    await append({
      subjectKind: "account",
      subjectId: actor.userId,
      type: "password_changed",
      payload: { byOwner: true },
    });
    return { sessionVersion };
  },
});
