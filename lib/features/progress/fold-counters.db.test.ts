import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { UserActor } from "@/lib/domain/actor";
import { contextOf, makeSmallCity, type SmallCity } from "@/tests/support/small-city";
import { ticketVerbs } from "../ticket-verbs";
import { foldCounters } from "./fold-counters";

let own: TestDatabase;
let city: SmallCity;
let acceptor: UserActor;
const clock = () => new Date("2026-03-10T02:00:00Z");

beforeAll(async () => {
  own = await createTestDatabase();
  city = await makeSmallCity(own.db);
  acceptor = await city.makeActor("acceptor");
});
afterAll(() => own.drop());

type Rows = { key: string; n: number }[];

async function counted(table: "counters" | "all"): Promise<Rows> {
  const { rows } = await own.db.execute<{ key: string; n: number }>(sql`
    select concat_ws(' ', cell_id, class_id, day, state, is_overdue) as key, sum(n)::int as n from (
      select cell_id, class_id, day, state, is_overdue, count as n from counters
      ${table === "all" ? sql`union all select cell_id, class_id, day, state, is_overdue, delta from counter_deltas` : sql``}
    ) every group by 1 having sum(n) <> 0 order by 1`);
  return rows;
}

async function actual(): Promise<Rows> {
  const { rows } = await own.db.execute<{ key: string; n: number }>(sql`
    select concat_ws(' ', cell_id, class_id, reported_day, state, is_overdue) as key, count(*)::int as n
    from tickets group by 1 order by 1`);
  return rows;
}

/** One ticket: reported at one of the cells, and half of the time one step further. */
async function oneTicket(at: number): Promise<void> {
  const cell = city.cells[at % city.cells.length];
  const kind = city.classes[at % city.classes.length];
  const context = contextOf(own.db, acceptor, clock);
  const { number, version } = await ticketVerbs.report(context, {
    classId: kind?.id,
    lng: cell?.point[0],
    lat: cell?.point[1],
    placeWords: "路口",
    description: "垃圾",
  });
  if (at % 2 === 0)
    await ticketVerbs.propose_filing(context, { number, version, conditionId: kind?.conditionId });
}

test("counters with what waits equal the counts at every moment, also while others write and fold", async () => {
  let isWriting = true;
  const writing = Promise.all(
    Array.from({ length: 6 }, async (_, client) => {
      for (let made = 0; made < 15; made++) await oneTicket(client * 15 + made);
    }),
  ).finally(() => {
    isWriting = false;
  });
  const folds: (number | null)[] = [];
  const folding = Promise.all(
    [0, 1].map(async () => {
      while (isWriting) folds.push(await foldCounters(own.db));
    }),
  );
  await Promise.all([writing, folding]);
  expect(await counted("all")).toEqual(await actual());
  await foldCounters(own.db);
  expect(await counted("counters")).toEqual(await actual());
  expect((await actual()).reduce((sum, { n }) => sum + n, 0)).toBe(90);
  expect(folds.some((count) => count !== null && count > 0)).toBe(true);
  const { rows } = await own.db.execute(
    sql`select 1 from counter_deltas union all select 1 from counters where count < 1`,
  );
  expect(rows).toEqual([]);
});

test("a fold with nothing to add leaves the version of the tiles alone, one with something raises it", async () => {
  const versionOf = async () => {
    const { rows } = await own.db.execute<{ version: string }>(
      sql`select version from data_versions where layer = 'counters'`,
    );
    return Number(rows[0]?.version ?? 0);
  };
  await foldCounters(own.db);
  const before = await versionOf();
  expect(await foldCounters(own.db)).toBe(0);
  expect(await versionOf()).toBe(before);
  await oneTicket(1);
  expect(await foldCounters(own.db)).toBe(1);
  expect(await versionOf()).toBe(before + 1);
});

test("while one process folds, another does not wait but leaves it to it", async () => {
  await oneTicket(3);
  await own.db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('gridkeep fold counters'))`);
    expect(await foldCounters(own.db)).toBeNull();
  });
  expect(await foldCounters(own.db)).toBe(1);
});
