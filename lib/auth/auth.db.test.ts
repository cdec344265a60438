import { eq } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sessions, signInAttempts, users } from "@/db/schema";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { AppError } from "@/lib/domain/errors";
import { hashPassword } from "@/lib/features/shared/password-hash";
import { knock } from "@/lib/features/shared/rate-limit";
import { makeSmallCity, testHmac } from "@/tests/support/small-city";
import { changePassword } from "./change-password";
import { loadActor } from "./load-actor";
import { endSession, readSession } from "./sessions";
import { signInWithPassword } from "./sign-in";

const password = "a river runs by night";
const minuteMs = 60_000;
let database: TestDatabase;
let passwordHash: string;
let count = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  passwordHash = await hashPassword(password);
});

afterAll(() => database.drop());

/** An account of its own for each test, and addresses nobody else uses. */
async function makeUser(more: Partial<typeof users.$inferInsert> = {}) {
  count += 1;
  const user = {
    id: uuidv7(),
    login: `account${count}`,
    name: "王小明",
    pinyinKey: "wangxiaoming",
    passwordHash,
    isPasswordInitial: false,
    createdAt: new Date(),
    ...more,
  };
  await database.db.insert(users).values(user);
  return { ...user, address: `203.0.113.${count}` };
}

type Given = { login: string; address: string; password?: string; at?: Date };

function signIn({ login, address, password: typed = password, at }: Given) {
  const context = { db: database.db, hmac: testHmac, ...(at ? { now: () => at } : {}) };
  return signInWithPassword(context, { login, password: typed, address, userAgent: "test" });
}

async function signedIn(given: Given): Promise<string> {
  const outcome = await signIn(given);
  if (outcome.status !== "signed_in") throw new Error(outcome.status);
  return outcome.sessionId;
}

const t0 = new Date("2026-03-01T00:00:00Z");
const minutesOn = (minutes: number) => new Date(t0.getTime() + minutes * minuteMs);

describe("signing in", () => {
  test("the right password opens a session; capitals and blanks around the login do not matter", async () => {
    const user = await makeUser();
    const sessionId = await signedIn({ ...user, login: ` ${user.login.toUpperCase()} ` });
    expect(await readSession(database.db, sessionId)).toMatchObject({ userId: user.id, login: user.login });
  });

  test("a wrong password, an unknown login and a disabled account get one and the same answer", async () => {
    const user = await makeUser();
    const disabled = await makeUser({ isDisabled: true });
    const answers = [
      await signIn({ ...user, password: "not this one at all" }),
      await signIn({ login: "nobody-here", address: "198.51.100.1" }),
      await signIn(disabled),
      await signIn({ login: "no such\u0000login", address: "198.51.100.2" }),
    ];
    for (const answer of answers) expect(answer).toEqual({ status: "refused" });
  });

  test("an unknown login takes about as long as a wrong password", async () => {
    const known: number[] = [];
    const unknown: number[] = [];
    await signIn({ login: "warm-up", address: "198.51.100.9" });
    for (let round = 0; round < 7; round += 1) {
      const user = await makeUser();
      for (const [times, login] of [
        [known, user.login],
        [unknown, `nobody${round}`],
      ] as const) {
        const start = performance.now();
        await signIn({ login, address: `198.51.101.${round}`, password: "not this one at all" });
        times.push(performance.now() - start);
      }
    }
    const median = (times: number[]) => times.sort((a, b) => a - b)[3] ?? 0;
    // The hash takes over 50 ms; an answer without one would be faster by all of it.
    expect(median(unknown)).toBeGreaterThan(median(known) * 0.6);
  });

  test("five failures lock the account for fifteen minutes, also for the right password", async () => {
    const user = await makeUser();
    for (let failure = 0; failure < 5; failure += 1) {
      const wrong = { ...user, password: "wrong wrong wrong", at: minutesOn(failure) };
      expect((await signIn(wrong)).status).toBe("refused");
    }
    expect(await signIn({ ...user, at: minutesOn(5) })).toEqual({ status: "locked", minutes: 14 });
    expect(await signIn({ ...user, address: "192.0.2.77", at: minutesOn(10) })).toMatchObject({
      status: "locked",
    });
    expect((await signIn({ ...user, at: minutesOn(4 + 15) })).status).toBe("signed_in");
  });

  test("an unknown login is locked just the same, so that the lock tells nobody who exists", async () => {
    const ghost = { login: "ghost", address: "192.0.2.5" };
    for (let failure = 0; failure < 5; failure += 1) await signIn({ ...ghost, at: minutesOn(failure) });
    expect(await signIn({ ...ghost, at: minutesOn(5) })).toEqual({ status: "locked", minutes: 14 });
  });

  test("failures in quick succession from one place must wait, longer each time", async () => {
    const user = await makeUser();
    const at = (seconds: number) => ({ ...user, password: "wrong wrong wrong", at: minutesOn(seconds / 60) });
    expect((await signIn(at(0))).status).toBe("refused");
    expect((await signIn(at(0.1))).status).toBe("refused");
    expect(await signIn(at(0.2))).toEqual({ status: "wait", seconds: 1 });
    expect((await signIn(at(2))).status).toBe("refused");
    expect(await signIn(at(3))).toEqual({ status: "wait", seconds: 1 });
    expect((await signIn(at(5))).status).toBe("refused");
  });

  test("of thirty guesses at once no more are looked at than one after the other", async () => {
    const user = await makeUser();
    const guesses = Array.from({ length: 30 }, (_, index) =>
      signIn({ ...user, address: `192.0.2.${100 + index}`, password: `guess number ${index}` }),
    );
    const answers = await Promise.all(guesses);
    expect(answers.filter(({ status }) => status === "refused")).toHaveLength(5);
    expect(answers.filter(({ status }) => status === "locked")).toHaveLength(25);
  });

  test("a success forgives the failures before it", async () => {
    const user = await makeUser();
    for (let minute = 0; minute < 4; minute += 1) {
      await signIn({ ...user, password: "wrong wrong wrong", at: minutesOn(minute) });
    }
    expect((await signIn({ ...user, at: minutesOn(5) })).status).toBe("signed_in");
    for (let minute = 6; minute < 10; minute += 1) {
      const wrong = { ...user, password: "wrong wrong wrong", at: minutesOn(minute) };
      expect((await signIn(wrong)).status).toBe("refused");
    }
  });

  test("no login and no address stands in the table of attempts", async () => {
    const user = await makeUser();
    await signIn(user);
    const rows = JSON.stringify(await database.db.select().from(signInAttempts));
    expect(rows).not.toContain(user.login);
    expect(rows).not.toContain(user.address);
  });
});

describe("a session", () => {
  test("ends after 30 minutes without a request, and activity carries it on", async () => {
    const user = await makeUser();
    const sessionId = await signedIn({ ...user, at: t0 });
    expect(await readSession(database.db, sessionId, { now: minutesOn(29) })).not.toBeNull();
    expect(await readSession(database.db, sessionId, { now: minutesOn(58) })).not.toBeNull();
    expect(await readSession(database.db, sessionId, { now: minutesOn(58 + 30) })).toBeNull();
  });

  test("is not carried on by looking alone", async () => {
    const user = await makeUser();
    const sessionId = await signedIn({ ...user, at: t0 });
    for (let minute = 1; minute < 30; minute += 1) {
      await readSession(database.db, sessionId, { now: minutesOn(minute), isTouching: false });
    }
    expect(await readSession(database.db, sessionId, { now: minutesOn(30) })).toBeNull();
  });

  test("ends after 8 hours however busy", async () => {
    const user = await makeUser();
    const sessionId = await signedIn({ ...user, at: t0 });
    for (let minute = 20; minute < 480; minute += 20) {
      expect(await readSession(database.db, sessionId, { now: minutesOn(minute) })).not.toBeNull();
    }
    expect(await readSession(database.db, sessionId, { now: minutesOn(480) })).toBeNull();
  });

  test("ends at once when the account is disabled or its version rises", async () => {
    const user = await makeUser();
    const first = await signedIn(user);
    await database.db.update(users).set({ sessionVersion: 2 }).where(eq(users.id, user.id));
    expect(await readSession(database.db, first)).toBeNull();
    const second = await signedIn(user);
    expect(await readSession(database.db, second)).not.toBeNull();
    await database.db.update(users).set({ isDisabled: true }).where(eq(users.id, user.id));
    expect(await readSession(database.db, second)).toBeNull();
  });

  test("ends when signed out, and only that one", async () => {
    const user = await makeUser();
    const [first, second] = [await signedIn(user), await signedIn(user)];
    await endSession(database.db, first, "sign_out");
    expect(await readSession(database.db, first)).toBeNull();
    expect(await readSession(database.db, second)).not.toBeNull();
  });

  test.each([[undefined], [null], [""], ["x"], [7], ["00000000-0000-7000-8000-000000000000"]])(
    "%j names none",
    async (id) => expect(await readSession(database.db, id)).toBeNull(),
  );
});

describe("posts and password", () => {
  test("posts are read anew, and one that ended is gone at once", async () => {
    const city = await makeSmallCity(database.db);
    const made = await city.makeActor("grid_worker", undefined, { cells: [] });
    await city.makeActor("dispatcher");
    const [appointed] = made.appointments;
    if (!appointed) throw new Error("no post");
    const session = {
      sessionId: uuidv7(),
      userId: made.userId,
      login: "x",
      name: "x",
      isPasswordInitial: false,
      now: new Date("2026-06-01T00:00:00Z"),
    };
    const actor = await loadActor(database.db, session);
    expect(actor.appointments.map(({ id }) => id)).toContain(appointed.id);
    await database.pool.query("update user_posts set valid_to = '2026-06-01' where id = $1", [appointed.id]);
    const later = await loadActor(database.db, session);
    expect(later.appointments.map(({ id }) => id)).not.toContain(appointed.id);
  });

  test("a changed password ends every session, frees the initial mark and opens one new session", async () => {
    const [appointed] = await database.db.query.userPosts.findMany({
      limit: 1,
      where: (row, { eq: is }) => is(row.post, "dispatcher"),
    });
    if (!appointed) throw new Error("no post");
    await database.db
      .update(users)
      .set({ passwordHash, isPasswordInitial: true })
      .where(eq(users.id, appointed.userId));
    const [user] = await database.db.select().from(users).where(eq(users.id, appointed.userId));
    if (!user) throw new Error("no user");
    const old = await signedIn({ login: user.login, address: "192.0.2.200" });
    const live = await readSession(database.db, old);
    if (!live) throw new Error("no session");
    const context = { db: database.db, hmac: testHmac, actor: await loadActor(database.db, live) };
    const from = { address: "192.0.2.200", userAgent: "test" };
    const attempt = async (given: Parameters<typeof changePassword>[1]) => {
      try {
        await changePassword(context, given, from);
        return "changed";
      } catch (error) {
        return error instanceof AppError ? error.fields : error;
      }
    };
    const next = "willows by the river bank";
    expect(await attempt({ current: "not this one at all", next, repeated: next })).toEqual({
      currentPassword: "wrong",
    });
    expect(await attempt({ current: password, next: "short", repeated: "short" })).toEqual({
      newPassword: "too_short",
    });
    expect(await attempt({ current: password, next: password, repeated: password })).toEqual({
      newPassword: "same_as_old",
    });
    expect(await attempt({ current: password, next, repeated: `${next}!` })).toEqual({
      repeatPassword: "not_equal",
    });
    expect(await readSession(database.db, old)).not.toBeNull();
    const fresh = await changePassword(context, { current: password, next, repeated: next }, from);
    expect(await readSession(database.db, old)).toBeNull();
    expect(await readSession(database.db, fresh)).toMatchObject({ isPasswordInitial: false });
    expect((await signIn({ login: user.login, address: "192.0.2.201", password: next })).status).toBe(
      "signed_in",
    );
    const ended = await database.db.select().from(sessions).where(eq(sessions.id, old));
    expect(ended[0]?.endedBy).toBe("password_changed");
  });
});

test("a door open to all refuses the knock too many, also when all knock at once", async () => {
  const knocks = Array.from({ length: 20 }, () =>
    knock(database.db, "door", { limit: 8, windowSeconds: 60 }).then(
      () => "in",
      (error) => (error instanceof AppError ? error.code : String(error)),
    ),
  );
  const answers = await Promise.all(knocks);
  expect(answers.filter((answer) => answer === "in")).toHaveLength(8);
  expect(answers.filter((answer) => answer === "rate_limited")).toHaveLength(12);
  const later = new Date(Date.now() + 61_000);
  await knock(database.db, "door", { limit: 8, windowSeconds: 60, now: later });
});
