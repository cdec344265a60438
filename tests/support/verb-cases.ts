import { expect, test } from "vitest";
import type { Db } from "@/db/client";
import { events } from "@/db/schema";
import { AppError, type RefusalCode } from "@/lib/domain/errors";
import type { Context } from "@/lib/features/context";

type Verb = (context: Context, raw: unknown) => Promise<unknown>;
type Input = Record<string, unknown>;

/** One verb of the administration, with what is fixed about it. Each attempt is rolled back. */
export type VerbCase = {
  name: string;
  verb: Verb;
  /** An input that is done; read when the test runs, so that it may hold what was seen. */
  good: (db: Db) => Promise<Input> | Input;
  /** Input changed so → the field and what is wrong with it. */
  bad: [change: Input, field: string, code: string][];
  /** What must be read back after it is done. */
  after?: (db: Db) => Promise<void>;
  /** Whether it carries a mark of what was read. */
  hasMark?: boolean;
  eventType: string;
};

class RollBack extends Error {}

/** Runs the work in a transaction that is always taken back. */
async function rolledBack(db: Db, work: (tx: Db) => Promise<void>): Promise<void> {
  await db
    .transaction(async (tx) => {
      await work(tx);
      throw new RollBack();
    })
    .catch((error: unknown) => {
      if (!(error instanceof RollBack)) throw error;
    });
}

async function refusalOf(work: Promise<unknown>): Promise<AppError> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(AppError);
  return error as AppError;
}

const eventsOf = (db: Db) =>
  db.select({ id: events.id, type: events.type, payload: events.payload }).from(events);

/** It works with exactly one event · wrong role · bad input · stale. */
export function testVerb(
  one: VerbCase,
  scene: () => { db: Db; may: Context; mayNot: Context; names: readonly string[] },
): void {
  const { name, verb } = one;
  test(`${name}: is done, with one event that holds its reason and nobody's name`, async () => {
    const { db, may, names } = scene();
    await rolledBack(db, async (tx) => {
      const before = await eventsOf(tx);
      await verb({ ...may, db: tx }, await one.good(tx));
      const fresh = (await eventsOf(tx)).filter(({ id }) => !before.some((each) => each.id === id));
      expect(fresh.map(({ type }) => type)).toEqual([one.eventType]);
      expect(fresh[0]?.payload).toHaveProperty("why");
      for (const word of names) expect(JSON.stringify(fresh[0]?.payload)).not.toContain(word);
      await one.after?.(tx);
    });
  });

  test(`${name}: another administrator may not`, async () => {
    const { db, mayNot } = scene();
    await rolledBack(db, async (tx) => {
      expect((await refusalOf(verb({ ...mayNot, db: tx }, await one.good(tx)))).code).toBe("forbidden");
    });
  });

  test.each([[{ why: "" }, "why", "required"] as [Input, string, string], ...one.bad])(
    `${name}: %j is refused at %s: %s`,
    async (change, field, code) => {
      const { db, may } = scene();
      await rolledBack(db, async (tx) => {
        const before = (await eventsOf(tx)).length;
        const refused = await refusalOf(verb({ ...may, db: tx }, { ...(await one.good(tx)), ...change }));
        expect([refused.code, refused.fields]).toEqual(["invalid", { [field]: code }]);
        expect((await eventsOf(tx)).length).toBe(before);
      });
    },
  );

  if (one.hasMark ?? true)
    test(`${name}: what somebody else changed meanwhile is not written over`, async () => {
      const { db, may } = scene();
      await rolledBack(db, async (tx) => {
        const input = { ...(await one.good(tx)), seen: "0123456789abcdef" };
        const conflict: RefusalCode = "conflict";
        expect((await refusalOf(verb({ ...may, db: tx }, input))).code).toBe(conflict);
      });
    });
}
