import "server-only";
import { eq } from "drizzle-orm";
import { z } from "zod";
import { users } from "@/db/schema";
import { AppError } from "@/lib/domain/errors";
import { command } from "../command";
import { optionalWords } from "../shared/text-fields";
import { login } from "./create-account";
import { endSessions, lockAccount } from "./end-sessions";

/** Closes an account, or opens it again: its history stays. Nobody does this to their own. */
export const disableAccount = command({
  permission: "disable_account",
  input: z.strictObject({ login, to: z.enum(["disabled", "enabled"]), reason: optionalWords(200) }),
  async run({ tx, actor, now, append }, { login, to, reason }) {
    const user = await lockAccount(tx, login);
    if (actor.kind === "user" && actor.userId === user.id)
      throw new AppError("invalid", { login: "own_account" });
    const isDisabled = to === "disabled";
    if (isDisabled && !reason) throw new AppError("invalid", { reason: "required" });
    if (user.isDisabled === isDisabled) throw new AppError("conflict");
    await tx
      .update(users)
      .set({ isDisabled, sessionVersion: user.sessionVersion + 1 })
      .where(eq(users.id, user.id));
    await endSessions(tx, user.id, now, "account_disabled");
    await append({
      subjectKind: "account",
      subjectId: user.id,
      type: isDisabled ? "account.disabled" : "account.enabled",
      payload: reason ? { reason } : {},
    });
    return { login };
  },
});
