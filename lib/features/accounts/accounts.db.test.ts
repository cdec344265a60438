import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { events, sessions, userPostCells, userPosts, users } from "@/db/schema";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { AppError } from "@/lib/domain/errors";
import type { Context } from "@/lib/features/context";
import { contextOf, makeSmallCity, type SmallCity } from "@/tests/support/small-city";
import { readTable } from "../shared/read-table";
import { createAccount } from "./create-account";
import { disableAccount } from "./disable-account";
import { accountColumns, importAccounts } from "./import-accounts";
import { listAccounts } from "./list-accounts";
import { resetPassword } from "./reset-password";

let own: TestDatabase;
let city: SmallCity;
let security: Context;
let system: Context;
const now = new Date("2026-03-02T02:00:00Z");
const passwordHash = "$argon2id$v=19$m=1,t=1,p=1$c2FsdA$aGFzaA";

beforeAll(async () => {
  own = await createTestDatabase();
  city = await makeSmallCity(own.db);
  security = contextOf(own.db, await city.makeActor("security_admin"), () => now);
  system = contextOf(own.db, await city.makeActor("system_admin"), () => now);
});
afterAll(() => own.drop());

const countEvents = async () => (await own.db.select({ id: events.id }).from(events)).length;
async function refusal(work: Promise<unknown>): Promise<AppError> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(AppError);
  return error as AppError;
}
const worker = { name: "赵敏", passwordHash, post: "grid_worker", area: "990101001001" };

describe("a new account", () => {
  test("has its post, its cells and an initial password; one event without name or login", async () => {
    const before = await countEvents();
    const { userId } = await createAccount(security, {
      ...worker,
      login: "ZhaoMin",
      cells: ["990101001001W01"],
    });
    expect(await countEvents()).toBe(before + 1);
    const [user] = await own.db.select().from(users).where(eq(users.id, userId));
    expect(user).toMatchObject({ login: "zhaomin", isPasswordInitial: true });
    const [post] = await own.db.select().from(userPosts).where(eq(userPosts.userId, userId));
    const cells = await own.db
      .select()
      .from(userPostCells)
      .where(eq(userPostCells.userPostId, post?.id ?? ""));
    expect(cells.length).toBe(1);
    const [event] = await own.db.select().from(events).where(eq(events.subjectId, userId));
    expect(JSON.stringify(event?.payload)).not.toMatch(/zhaomin|赵敏/);
  });

  test.each([
    [{ login: "zhaomin" }, "login", "exists"],
    [{ login: "x" }, "login", "bad_format"],
    [{ area: "990199" }, "area", "not_found"],
    [{ cells: ["990102001001W01"] }, "cells", "outside_area"],
    [{ cells: ["nothing"] }, "cells", "not_found"],
    [{ post: "handler" }, "unit", "required"],
    [{ post: "handler", unit: "U0" }, "person", "required"],
    [{ post: "handler", unit: "U0", person: "没有" }, "person", "not_found"],
    [{ post: "section_head", unit: "U0" }, "section", "required"],
    [{ post: "line_authority" }, "line", "required"],
    [{ unit: "U0" }, "unit", "not_for_post"],
    [{ post: "king" }, "post", "unknown"],
    [{ passwordHash: "plain" }, "passwordHash", "bad_format"],
  ])("%j is refused at %s: %s", async (change, field, code) => {
    const before = await countEvents();
    const accounts = await own.db.select().from(users);
    const refused = await refusal(createAccount(security, { ...worker, login: "someone.new", ...change }));
    expect([refused.code, refused.fields[field]]).toEqual(["invalid", code]);
    expect(await own.db.select().from(users)).toEqual(accounts);
    expect(await countEvents()).toBe(before);
  });

  test("is no business of the system administrator", async () => {
    expect((await refusal(createAccount(system, { ...worker, login: "other" }))).code).toBe("forbidden");
  });
});

describe("accounts from a file", () => {
  test("good rows stay, bad rows are named, post names are read in the user's language", async () => {
    const { rows } = readTable(
      new TextEncoder().encode(
        "登录名,姓名,岗位,区域代码,单位代码,责任人\n" +
          "li.na,李娜,受理员,990000,,\n" +
          "li.na,李娜,派遣员,990000,,\n" +
          "li.na,别人,值班长,990000,,\n" +
          "chu.zhi,处置,handler,990000,U0,人 0\n" +
          "bad,坏行,国王,990000,,\n",
      ),
      accountColumns,
    );
    const answers = await importAccounts(security, {
      source: "accounts.csv",
      rows: rows.map((row) => ({ ...row, passwordHash })),
      postNames: { 受理员: "acceptor", 派遣员: "dispatcher", 值班长: "shift_leader" },
    });
    expect(answers.map(({ outcome, problems }) => [outcome, problems[0]?.field])).toEqual([
      ["added", undefined],
      // One post a line: the second line of an account gives it another; another name is another person.
      ["changed", undefined],
      ["refused", "name"],
      ["added", undefined],
      ["refused", "post"],
    ]);
    const found = await listAccounts(security, { post: "handler" });
    expect(found.rows.map(({ login }) => login)).toContain("chu.zhi");
  });
});

describe("closing an account and a new password", () => {
  async function withSession(login: string) {
    const { userId } = await createAccount(security, { ...worker, login });
    await own.db.insert(sessions).values({
      id: userId,
      userId,
      sessionVersion: 1,
      createdAt: now,
      lastSeenAt: now,
      userAgent: "",
      ipHash: "",
    });
    return userId;
  }

  test("end every session, raise the version, and are one event each", async () => {
    const userId = await withSession("to.close");
    const before = await countEvents();
    await disableAccount(security, { login: "to.close", to: "disabled", reason: "离职" });
    expect(await countEvents()).toBe(before + 1);
    const [user] = await own.db.select().from(users).where(eq(users.id, userId));
    expect(user).toMatchObject({ isDisabled: true, sessionVersion: 2 });
    const [session] = await own.db.select().from(sessions).where(eq(sessions.userId, userId));
    expect(session?.endedBy).toBe("account_disabled");
    expect(
      (await refusal(disableAccount(security, { login: "to.close", to: "disabled", reason: "x" }))).code,
    ).toBe("conflict");
    await disableAccount(security, { login: "to.close", to: "enabled" });
    await resetPassword(security, { login: "to.close", passwordHash });
    const [after] = await own.db.select().from(users).where(eq(users.id, userId));
    expect(after).toMatchObject({ isDisabled: false, isPasswordInitial: true, sessionVersion: 4 });
    expect(await countEvents()).toBe(before + 3);
  });

  test("nobody does it to their own account, nobody else may, and an unknown login does not exist", async () => {
    if (security.actor.kind !== "user") throw new Error("a person");
    const [me] = await own.db.select().from(users).where(eq(users.id, security.actor.userId));
    const login = me?.login ?? "";
    const before = await countEvents();
    expect((await refusal(resetPassword(security, { login, passwordHash }))).fields.login).toBe(
      "own_account",
    );
    expect(
      (await refusal(disableAccount(security, { login, to: "disabled", reason: "x" }))).fields.login,
    ).toBe("own_account");
    expect((await refusal(resetPassword(security, { login: "nobody", passwordHash }))).code).toBe(
      "not_found",
    );
    expect(
      (await refusal(disableAccount(security, { login: "zhaomin", to: "disabled" }))).fields.reason,
    ).toBe("required");
    expect((await refusal(resetPassword(system, { login: "zhaomin", passwordHash }))).code).toBe("forbidden");
    expect((await refusal(listAccounts(system, {}))).code).toBe("forbidden");
    expect(await countEvents()).toBe(before);
  });
});
