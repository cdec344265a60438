import "server-only";
import { eq } from "drizzle-orm";
import { z } from "zod";
import { users } from "@/db/schema";
import { AppError } from "@/lib/domain/errors";
import { command } from "../command";
import { login, passwordHash } from "./create-account";
import { endSessions, lockAccount } from "./end-sessions";

/** A new initial password: it must be changed at the next sign-in, and every session ends. */
export const resetPassword = command({
  permission: "reset_password",
  input: z.strictObject({ login, passwordHash }),
  async run({ tx, actor, now, append }, input) {
    const user = await lockAccount(tx, input.login);
    if (actor.kind === "user" && actor.userId === user.id)
      throw new AppError("invalid", { login: "own_account" });
    await tx
      .update(users)
      .set({
        passwordHash: input.passwordHash,
        isPasswordInitial: true,
        sessionVersion: user.sessionVersion + 1,
      })
      .where(eq(users.id, user.id));
    await endSessions(tx, user.id, now, "password_reset");
    await append({
      subjectKind: "account",
      subjectId: user.id,
      type: "account.password_reset",
      payload: {},
    });
    return { login: input.login };
  },
});
