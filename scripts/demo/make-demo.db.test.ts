import { afterAll, beforeAll, expect, test } from "vitest";
import { makeDb, makePool } from "@/db/client";
import { copyDatabase, createTestDatabase, type TestDatabase } from "@/db/testing";
import { checkInvariants } from "@/lib/features/audit/check-invariants";
import { testHmac } from "@/tests/support/small-city";
import { findLacks } from "./find-lacks";
import { importDemoCity, liveDemo } from "./make-demo";
import type { Staff } from "./make-organisation";
import { type Album, sceneKinds } from "./photos";

/** The proof `demo` does this for many more moments, with many more tickets. */
const quiet = { hmac: testHmac, say: () => undefined };
let base: TestDatabase;
let staff: Staff[];

beforeAll(async () => {
  base = await createTestDatabase();
  staff = await importDemoCity(
    { db: base.db, ...quiet },
    Date.parse("2026-01-01T00:00:00+08:00"),
    "not used",
  );
  // A copy needs the original to itself.
  await base.pool.end();
}, 180_000);

afterAll(async () => base?.drop());

const photo = {
  sha256: "0".repeat(64),
  thumbSha256: "1".repeat(64),
  mime: "image/webp" as const,
  bytes: 1,
  width: 1,
  height: 1,
  exif: {},
};
const pair = { before: [photo], after: [photo] };
const album = Object.fromEntries(sceneKinds.map((kind) => [kind, pair])) as Album;

test.each([
  ["in the night to a Sunday", "2026-08-16T03:20:00+08:00"],
  ["on a working afternoon between holidays", "2026-10-08T15:05:00+08:00"],
])(
  "a demo made %s has every state, everything that can lie over a ticket and work for every post, and nothing in it is refused",
  async (_when, moment) => {
    const copy = await copyDatabase(base.url);
    const pool = makePool({ connectionString: copy.url });
    try {
      const db = makeDb(pool);
      const made = await liveDemo({ db, ...quiet }, { staff, album, until: Date.parse(moment), count: 12 });
      expect(made.refusals).toEqual([]);
      expect(await findLacks(db, staff)).toEqual([]);
      expect((await checkInvariants(db, 10)).problems).toEqual([]);
    } finally {
      await pool.end();
      await copy.drop();
    }
  },
  120_000,
);
