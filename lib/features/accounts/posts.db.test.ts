import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Db } from "@/db/client";
import { userPostCells, userPosts, users } from "@/db/schema";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { loadActor } from "@/lib/auth/load-actor";
import type { Context } from "@/lib/features/context";
import { contextOf, makeSmallCity, type SmallCity } from "@/tests/support/small-city";
import { testVerb, type VerbCase } from "@/tests/support/verb-cases";
import { endPost } from "./end-post";
import { givePost } from "./give-post";
import { giveStandIn } from "./give-stand-in";
import { listAccounts, loadAccount } from "./list-accounts";

let own: TestDatabase;
let city: SmallCity;
let security: Context;
let system: Context;
let worker: { userId: string; login: string; name: string };
let deputy: { userId: string; login: string; name: string };
const now = new Date("2026-03-02T02:00:00Z");
const why = "轮岗";

async function person(made: { userId: string }) {
  const [row] = await own.db.select().from(users).where(eq(users.id, made.userId));
  if (!row) throw new Error("just made");
  return { userId: row.id, login: row.login, name: row.name };
}

beforeAll(async () => {
  own = await createTestDatabase();
  city = await makeSmallCity(own.db);
  security = contextOf(own.db, await city.makeActor("security_admin"), () => now);
  system = contextOf(own.db, await city.makeActor("system_admin"), () => now);
  const street = city.areaOf("990101001001");
  worker = await person(
    await city.makeActor("grid_worker", street, { cells: city.cells.slice(0, 2).map(({ id }) => id) }),
  );
  deputy = await person(await city.makeActor("volunteer", street));
});
afterAll(() => own.drop());

const scene = () => ({ db: own.db, may: security, mayNot: system, names: [worker.name, deputy.name] });
const account = async (db: Db, login: string) => {
  const { rows } = await listAccounts({ ...security, db }, { q: login });
  const found = rows.find((row) => row.login === login);
  if (!found) throw new Error(`no account ${login}`);
  return found;
};
const heldBy = async (db: Db, login: string) => {
  const [held] = (await account(db, login)).posts;
  if (!held) throw new Error(`${login} holds nothing`);
  return held;
};
/** The posts by which the person would act on that day. */
const actsAs = async (db: Db, userId: string, day: string) => {
  const at = new Date(`${day}T02:00:00Z`);
  const session = { userId, name: "", now: at } as unknown as Parameters<typeof loadActor>[1];
  return (await loadActor(db, session)).appointments;
};

const cases: VerbCase[] = [
  {
    name: "another post",
    verb: givePost,
    eventType: "post.given",
    hasMark: false,
    good: () => ({
      login: worker.login,
      why,
      validFrom: "2026-03-10",
      post: "handler",
      area: "990000",
      unit: "U0",
      person: "人 0",
    }),
    bad: [
      [{ person: "没有" }, "person", "not_found"],
      [{ post: "system_admin", unit: "", person: "" }, "post", "administrator_alone"],
      [{ area: "990199" }, "area", "not_found"],
    ],
    after: async (db) => {
      const posts = (await account(db, worker.login)).posts;
      expect(posts.map(({ post, isComing }) => [post, isComing])).toEqual([
        ["grid_worker", false],
        ["handler", true],
      ]);
      expect((await actsAs(db, worker.userId, "2026-03-09")).map(({ post }) => post)).toEqual([
        "grid_worker",
      ]);
      expect((await actsAs(db, worker.userId, "2026-03-10")).length).toBe(2);
    },
  },
  {
    name: "a post's end",
    verb: endPost,
    eventType: "post.ended",
    good: async (db) => {
      const held = await heldBy(db, worker.login);
      return { login: worker.login, postId: held.id, seen: held.seen, why, validTo: "2026-03-02" };
    },
    bad: [[{ validTo: "2026-03-01" }, "validTo", "in_past"]],
    after: async (db) => {
      expect((await account(db, worker.login)).posts).toEqual([]);
      expect(await actsAs(db, worker.userId, "2026-03-02")).toEqual([]);
    },
  },
  {
    name: "a stand-in",
    verb: giveStandIn,
    eventType: "stand_in.given",
    hasMark: false,
    good: async (db) => ({
      login: worker.login,
      postId: (await heldBy(db, worker.login)).id,
      deputy: deputy.login,
      why,
      validFrom: "2026-03-05",
      through: "2026-03-06",
    }),
    bad: [
      [{ through: "2026-03-04" }, "through", "not_before"],
      [{ validFrom: "2026-03-01" }, "validFrom", "in_past"],
      [{ through: "2027-12-01" }, "through", "too_long_span"],
    ],
    after: async (db) => {
      const stands = (await account(db, deputy.login)).posts.at(-1);
      expect(stands).toMatchObject({
        post: "grid_worker",
        validTo: "2026-03-07",
        standsInForName: worker.name,
        isComing: true,
      });
      const cells = await db
        .select()
        .from(userPostCells)
        .where(eq(userPostCells.userPostId, stands?.id ?? ""));
      expect(cells.length).toBe(2);
      const postsOn = async (day: string) => (await actsAs(db, deputy.userId, day)).map(({ post }) => post);
      expect(await postsOn("2026-03-04")).toEqual(["volunteer"]);
      expect(await postsOn("2026-03-06")).toEqual(["volunteer", "grid_worker"]);
      expect(await postsOn("2026-03-07")).toEqual(["volunteer"]);
      // The holder's page tells it too.
      const { history } = await loadAccount({ ...security, db }, { login: worker.login });
      expect(history[0]).toMatchObject({ type: "stand_in.given", why });
    },
  },
];
describe.each(cases)("$name", (one) => testVerb(one, scene));

test("nobody gives posts to themselves, stands in for themselves, or stands in for a stand-in", async () => {
  if (security.actor.kind !== "user") throw new Error("a person");
  const me = await person(security.actor);
  await expect(
    givePost(security, { login: me.login, why, post: "volunteer", area: "990000" }),
  ).rejects.toMatchObject({ fields: { login: "own_account" } });
  const { id } = await heldBy(own.db, worker.login);
  const input = { login: worker.login, postId: id, why, validFrom: "2026-03-02", through: "2026-03-03" };
  await expect(giveStandIn(security, { ...input, deputy: worker.login })).rejects.toMatchObject({
    fields: { deputy: "self" },
  });
  await expect(giveStandIn(security, { ...input, deputy: me.login })).rejects.toMatchObject({
    fields: { login: "own_account" },
  });
  await giveStandIn(security, { ...input, deputy: deputy.login });
  const stand = (await own.db.select().from(userPosts)).find(({ standsInForId }) => standsInForId === id);
  await expect(
    giveStandIn(security, { ...input, login: deputy.login, postId: stand?.id, deputy: worker.login }),
  ).rejects.toMatchObject({ fields: { post: "is_stand_in" } });
  await expect(giveStandIn(security, { ...input, deputy: deputy.login })).rejects.toMatchObject({
    fields: { post: "exists" },
  });
});

test("an administrator stands in for nobody, and nobody with a post for an administrator", async () => {
  const audit = await person(await city.makeActor("audit_admin"));
  const { id } = await heldBy(own.db, worker.login);
  const span = { why, validFrom: "2026-05-05", through: "2026-05-06" };
  await expect(
    giveStandIn(security, { ...span, login: worker.login, postId: id, deputy: audit.login }),
  ).rejects.toMatchObject({ fields: { post: "administrator_alone" } });
  const held = await heldBy(own.db, audit.login);
  await expect(
    giveStandIn(security, { ...span, login: audit.login, postId: held.id, deputy: worker.login }),
  ).rejects.toMatchObject({ fields: { post: "administrator_alone" } });
});
