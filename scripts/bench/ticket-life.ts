import { randomUUID } from "node:crypto";
import type pg from "pg";
import { openOwnDatabase } from "@/db/testing";
import { checkInvariants } from "@/lib/features/audit/check-invariants";
import { ticketVerbs } from "@/lib/features/ticket-verbs";
import { contextOf, makeSmallCity, type SmallCity } from "@/tests/support/small-city";
import type { Result, Suite } from "./main";
import { makeSqlLife } from "./ticket-life-sql";

/** The whole life of a ticket: eleven commands by the posts that may do them, each with its own key. */
export async function makeCommandLife(db: Parameters<typeof contextOf>[0], city: SmallCity) {
  const [unit] = city.units;
  const [kind] = city.classes;
  const [cell] = city.cells;
  if (!unit || !kind || !cell) throw new Error("the small city has units, classes and cells");
  const actors = {
    worker: await city.makeActor("acceptor"),
    leader: await city.makeActor("shift_leader"),
    dispatcher: await city.makeActor("dispatcher"),
    liaison: await city.makeActor("unit_liaison", city.city, { unit: 0 }),
    handler: await city.makeActor("handler", city.city, { unit: 0 }),
    supervisor: await city.makeActor("supervisor"),
  };
  return async (photos: [string, string]): Promise<string> => {
    const by = (actor: keyof typeof actors) => ({
      db,
      actor: actors[actor],
      hmac: contextOf(db, actors[actor], () => new Date()).hmac,
      idempotencyKey: randomUUID(),
    });
    const [lng, lat] = cell.point;
    let { number, version } = await ticketVerbs.report(by("worker"), {
      classId: kind.id,
      lng,
      lat,
      placeWords: "测试路1号东侧30米",
      description: "路边有一堆垃圾，三天没有清运",
    });
    const step = async (actor: keyof typeof actors, command: keyof typeof ticketVerbs, fields: object) => {
      version = (await ticketVerbs[command](by(actor), { number, version, ...fields })).version;
    };
    await step("worker", "propose_filing", { conditionId: kind.conditionId });
    await step("leader", "file", { conditionId: kind.conditionId });
    await step("dispatcher", "dispatch", { unitId: unit.id });
    await step("liaison", "accept_assignment", {});
    await step("liaison", "assign_person", { personId: unit.personId });
    await step("handler", "hand_in", { result: "已清运", photos: [photos[0]] });
    await step("liaison", "sign_off", {});
    await step("worker", "order_inspection", { supervisorId: actors.supervisor.userId });
    await step("supervisor", "submit_inspection", {
      opinion: "passed",
      words: "现场已清",
      photos: [photos[1]],
    });
    await step("leader", "close", { reply: "已解决" });
    return number;
  };
}

async function inParallel(clients: number, count: number, run: () => Promise<unknown>): Promise<number> {
  let left = count;
  const began = process.hrtime.bigint();
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (left > 0) {
        left -= 1;
        await run();
      }
    }),
  );
  return Number(process.hrtime.bigint() - began) / 1e6;
}

const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

/**
 * Both databases must hold as many rows in each table a life writes, and histories as long (to a tenth): else less
 * work was measured.
 */
async function requireSameRows(a: pg.Pool, b: pg.Pool): Promise<void> {
  const counts = `select (select count(*) from tickets) tickets, (select count(*) from events) events,
    (select count(*) from assignments) assignments, (select count(*) from outbox) outbox,
    (select count(*) from counter_deltas) deltas, (select count(*) from idempotency_keys) keys,
    (select count(*) from attachments where ticket_id is not null) photos`;
  const [mine, theirs] = [(await a.query(counts)).rows[0], (await b.query(counts)).rows[0]];
  if (JSON.stringify(mine) !== JSON.stringify(theirs))
    throw new Error(`not the same rows: ${JSON.stringify(mine)} against ${JSON.stringify(theirs)}`);
  const length = async (pool: pg.Pool) =>
    Number((await pool.query("select sum(length(payload::text)) as n from events")).rows[0]?.n);
  const [ofMine, ofTheirs] = [await length(a), await length(b)];
  if (Math.abs(ofMine / ofTheirs - 1) > 0.1)
    throw new Error(`histories of ${ofMine} and ${ofTheirs} characters are not the same rows`);
}

/**
 * At least 2,000 lives through the command layer beside the same rows by hand-written prepared SQL:
 * same driver, pool, fsync, one transaction a step; batches interleaved, so that both see the same machine.
 */
export const suite: Suite = async ({ count, say }) => {
  const own = await openOwnDatabase();
  const plain = await openOwnDatabase();
  try {
    const city = await makeSmallCity(own.db);
    const life = await makeCommandLife(own.db, city);
    const twin = await makeSmallCity(plain.db);
    const sqlLife = await makeSqlLife(plain.pool, twin);
    const photosOf = async (from: SmallCity): Promise<[string, string]> => [
      await from.makePhoto(),
      await from.makePhoto(),
    ];
    const total = count ?? 2000;
    const rounds = 10;
    const results: Result[] = [];
    const ratios: number[] = [];
    let lives = 0;
    for (const clients of [1, 8]) {
      const perRound = Math.ceil(total / rounds / 2);
      const ours: number[] = [];
      const theirs: number[] = [];
      for (let round = -1; round < rounds; round++) {
        const batch = round < 0 ? Math.min(20, perRound) : perRound;
        const stockOf = async (from: SmallCity) => {
          const stock: [string, string][] = [];
          for (let made = 0; made < batch; made++) stock.push(await photosOf(from));
          return () => {
            const pair = stock.pop();
            if (!pair) throw new Error("no photos left");
            return pair;
          };
        };
        const next = await stockOf(city);
        const nextTwin = await stockOf(twin);
        const mine = await inParallel(clients, batch, () => life(next()));
        const theirsMs = await inParallel(clients, batch, () => sqlLife(nextTwin()));
        if (round < 0) continue;
        lives += batch;
        ours.push(mine / batch);
        theirs.push(theirsMs / batch);
        ratios.push(mine / theirsMs);
        say(
          `${clients} client(s), round ${round + 1}: ${(mine / batch).toFixed(1)} / ${(theirsMs / batch).toFixed(1)} ms a life`,
        );
      }
      results.push({ name: `command_life_ms_${clients}`, value: median(ours), unit: "ms" });
      results.push({ name: `sql_life_ms_${clients}`, value: median(theirs), unit: "ms" });
    }
    await requireSameRows(own.pool, plain.pool);
    const report = await checkInvariants(own.db, 5);
    for (const problem of report.problems) say(`invariant: ${problem.table} ${problem.id} ${problem.detail}`);
    results.push({ name: "lives", value: lives, unit: "tickets" });
    results.push({ name: "invariant_problems", value: report.problems.length, unit: "problems" });
    results.push({ name: "ticket_life_ratio", value: median(ratios), unit: "ours/sql" });
    return results;
  } finally {
    await plain.drop();
    await own.drop();
  }
};
