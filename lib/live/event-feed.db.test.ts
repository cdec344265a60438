import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { resetEnv } from "@/lib/env";
import { reportTicket } from "@/lib/features/tickets/report-ticket";
import { drainOutbox } from "@/lib/jobs/outbox";
import { contextOf, makeSmallCity, type SmallCity } from "@/tests/support/small-city";
import { eventChannel, eventFeed } from "./event-feed";

let database: TestDatabase;
let city: SmallCity;
const names = ["DATABASE_URL", "DATABASE_DIRECT_URL"] as const;
const given = names.map((name) => process.env[name]);

beforeAll(async () => {
  database = await createTestDatabase();
  for (const name of names) process.env[name] = database.url;
  resetEnv();
  city = await makeSmallCity(database.db);
});

afterAll(async () => {
  await globalThis.gridkeepDatabase?.pool.end();
  globalThis.gridkeepDatabase = undefined;
  await database.drop();
  for (const [at, name] of names.entries()) process.env[name] = given[at] ?? "";
  resetEnv();
});

async function report(): Promise<void> {
  const [cell] = city.cells;
  const [kind] = city.classes;
  if (!cell || !kind) throw new Error("no scenery");
  const [lng, lat] = cell.point;
  const context = contextOf(database.db, { kind: "public", ticketId: null }, () => new Date());
  await reportTicket(context, { classId: kind.id, lng, lat, placeWords: "桥头", description: "护栏松动" });
}

/** Resolves with the next cursor and how long it took. */
function next(): { told: Promise<{ cursor: string; ms: number }>; stop: () => void } {
  const start = performance.now();
  let stop = () => {};
  const told = new Promise<{ cursor: string; ms: number }>((resolve) => {
    stop = eventFeed().subscribe((cursor) => resolve({ cursor, ms: performance.now() - start }));
  });
  return { told, stop: () => stop() };
}

async function listens(): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const { rowCount } = await database.pool.query(
      "select 1 from pg_stat_activity where datname = current_database() and application_name = 'gridkeep-live' and state = 'idle' and query like 'listen%'",
    );
    if (rowCount) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`nobody listens on ${eventChannel}`);
}

test("whoever watches is told soon after an event, and the cursor says which was the newest", async () => {
  const before = Number(await eventFeed().readCursor());
  const { told, stop } = next();
  await listens();
  await report();
  await drainOutbox(database.db);
  const { cursor, ms } = await told;
  stop();
  expect(Number(cursor)).toBeGreaterThan(before);
  expect(ms).toBeLessThan(4_000);
  expect(await eventFeed().readCursor()).toBe(cursor);
});

test("a notification that never came loses nothing", async () => {
  const before = Number(await eventFeed().readCursor());
  const { told, stop } = next();
  await report();
  const { cursor } = await told;
  stop();
  expect(Number(cursor)).toBeGreaterThan(before);
}, 20_000);

test("a listener whose connection was cut listens again", async () => {
  await eventFeed().readCursor();
  const { told, stop } = next();
  await listens();
  await database.pool.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'gridkeep-live'",
  );
  await report();
  expect(Number((await told).cursor)).toBeGreaterThan(0);
  stop();
}, 20_000);
