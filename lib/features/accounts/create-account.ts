import "server-only";
import { eq } from "drizzle-orm";
import { z } from "zod";
import type { Db } from "@/db/client";
import { users } from "@/db/schema";
import { AppError } from "@/lib/domain/errors";
import { command } from "../command";
import { readCalendar } from "../shared/city-rules";
import { dayIn } from "../shared/day";
import { pinyinKey } from "../shared/pinyin-key";
import { words } from "../shared/text-fields";
import { type AppointmentInput, appoint, appointmentFields } from "./appoint";

export const login = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9._-]{3,32}$/);
/** Made by the caller: hashing takes a tenth of a second, which no transaction should wait for. */
export const passwordHash = z.string().startsWith("$argon2id$").max(200);

/** A person with one post and an initial password that opens nothing but its own change. */
export const createAccount = command({
  permission: "create_account",
  input: z.strictObject({
    login,
    name: words(40),
    passwordHash,
    /** An account of the made-up city: its password is no secret and need not be changed first. */
    isDemo: z.boolean().default(false),
    ...appointmentFields,
  }),
  async run({ tx, now, newId, append }, input) {
    const today = dayIn((await readCalendar(tx)).timeZone, now);
    const userId = await insertAccount(tx, input, now, newId);
    await appoint(tx, userId, input, today, newId);
    await append(accountCreated(userId, input));
    return { userId, login: input.login };
  },
});

export async function insertAccount(
  tx: Db,
  account: { login: string; name: string; passwordHash: string; isDemo?: boolean },
  now: Date,
  newId: () => string,
): Promise<string> {
  const [taken] = await tx.select({ id: users.id }).from(users).where(eq(users.login, account.login));
  if (taken) throw new AppError("invalid", { login: "exists" });
  const id = newId();
  await tx.insert(users).values({
    id,
    login: account.login,
    name: account.name,
    pinyinKey: pinyinKey(account.name),
    passwordHash: account.passwordHash,
    isDemo: account.isDemo ?? false,
    isPasswordInitial: !account.isDemo,
    createdAt: now,
  });
  return id;
}

/** The chain speaks of the account by its id; name and login stay in the row, which can be erased. */
export function accountCreated(userId: string, input: AppointmentInput) {
  const { post, area, unit } = input;
  return {
    subjectKind: "account" as const,
    subjectId: userId,
    type: "account.created",
    payload: { post, area, ...(unit ? { unit } : {}), cells: input.cells.length },
  };
}
