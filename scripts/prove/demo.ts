import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { makeDb, makePool } from "@/db/client";
import { copyDatabase, openOwnDatabase } from "@/db/testing";
import { checkInvariants } from "@/lib/features/audit/check-invariants";
import { keyedHash } from "@/lib/keyed-hash";
import { SeededRandom } from "@/scripts/demo/city/seeded-random";
import { demoSeed } from "@/scripts/demo/city/write-demo-city";
import { findLacks } from "@/scripts/demo/find-lacks";
import { firstMoment, importDemoCity, liveDemo } from "@/scripts/demo/make-demo";
import { makeAlbum } from "@/scripts/demo/photos";
import { type Proof, seeded } from "./proof";

/** Chinese time. Every weekday and hour of the day's round, weekends, holidays and what lies around them, year ends. */
const moments = [
  "2026-01-01T00:05",
  "2026-02-13T17:55",
  "2026-02-14T10:00",
  "2026-02-16T23:30",
  "2026-02-17T09:00",
  "2026-02-24T08:10",
  "2026-02-28T18:01",
  "2026-04-06T12:30",
  "2026-05-05T14:00",
  "2026-06-22T07:45",
  "2026-08-11T03:20",
  "2026-08-12T09:31",
  "2026-08-13T13:59",
  "2026-08-14T18:00",
  "2026-08-15T15:00",
  "2026-08-16T21:10",
  "2026-09-30T17:59",
  "2026-10-01T10:10",
  "2026-10-07T22:00",
  "2026-10-08T08:00",
  "2026-10-10T11:45",
  "2026-11-25T11:00",
  "2026-12-31T23:59",
  "2027-01-01T12:00",
  "2027-02-05T16:40",
  "2027-02-06T06:00",
  "2027-02-12T05:00",
  "2027-03-01T09:00",
];
/** Tickets drawn by lot, on top of the showcase. */
const count = 220;

/**
 * The demo made as of many moments: no command of it is refused, nothing is missing that its visitors come
 * for, and every history holds.
 */
export const proof: Proof = async ({ seed, runs, say }) => {
  const random = seeded(seed);
  // After the fixed ones, moments drawn by lot.
  const chosen = Array.from({ length: runs ?? moments.length }, (_, at) => {
    const fixed = moments[at];
    if (fixed) return Date.parse(`${fixed}:00+08:00`);
    const [first, last] = [Date.parse("2026-01-01T00:00:00+08:00"), Date.parse("2027-12-31T00:00:00+08:00")];
    return Math.floor((first + random() * (last - first)) / 60_000) * 60_000;
  });
  const data = mkdtempSync(path.join(tmpdir(), "gridkeep-demos-"));
  process.env.GRIDKEEP_DATA = data;
  const own = await openOwnDatabase();
  let failed = 0;
  try {
    const quiet = { hmac: keyedHash, say: () => undefined };
    const staff = await importDemoCity(
      { db: own.db, ...quiet },
      firstMoment(Math.min(...chosen)),
      "only-here",
    );
    const album = await makeAlbum(new SeededRandom(demoSeed));
    await own.pool.end();
    for (const until of chosen) {
      const began = Date.now();
      const copy = await copyDatabase(own.url);
      const pool = makePool({ connectionString: copy.url });
      try {
        const db = makeDb(pool);
        const { reported, refusals } = await liveDemo({ db, ...quiet }, { staff, album, until, count });
        const { events, problems } = await checkInvariants(db, 20);
        const lacks = await findLacks(db, staff);
        const faults = [
          ...refusals.map(({ number, command, code, detail }) => `${number}: ${command}: ${code} ${detail}`),
          ...problems.map(({ table, id, check, detail }) => `${table} ${id}: ${check}: ${detail}`),
          ...lacks,
        ];
        if (faults.length > 0) failed += 1;
        const day = new Date(until + 8 * 3_600_000).toISOString().slice(0, 16).replace("T", " ");
        say(
          `${faults.length > 0 ? "FAILED " : ""}${day}: ${reported} tickets, ${events} events, ${refusals.length} refusals, ${problems.length} problems, ${lacks.length} lacks, ${((Date.now() - began) / 1000).toFixed(0)} s`,
        );
        for (const fault of faults.slice(0, 12)) say(`  ${fault}`);
      } finally {
        await pool.end();
        await copy.drop();
      }
    }
    return { tried: chosen.length, failed };
  } finally {
    await own.drop();
    rmSync(data, { recursive: true, force: true });
  }
};
