import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type pg from "pg";
import { makeDb, makePool } from "@/db/client";
import { embeddedUrl, joinServer } from "@/db/server";
import { resetEnv } from "@/lib/env";
import { fileStore } from "@/lib/storage/file-store";
import { s3Variables, startS3Server } from "@/tests/support/s3-server";
import { startSite } from "@/tests/support/site";
import { writeBackup } from "../backup/write-backup";
import { damagedCopy } from "./damaged-copy";
import { type Proof, seeded } from "./proof";
import {
  fileNamesOf,
  filesUnder,
  gridkeep,
  hashesOf,
  inOwnDatabase,
  isEmptyDatabase,
} from "./restore-support";
import { siteLoad } from "./site-load";

/**
 * The demo city under load (reports with photos, sign-ins, steps of tickets) while a backup is written; restored
 * into a clean folder and into a clean database with a bucket. What must be there is computed by plain SQL in the
 * backup's own snapshot, and by reading every file. Then damaged copies: each refused, the database left empty.
 */
export const proof: Proof = async ({ seed, runs, say }) => {
  const base = mkdtempSync(path.join(tmpdir(), "gridkeep-restore-"));
  const data = path.join(base, "data");
  const random = seeded(seed);
  let [tried, failed] = [0, 0];
  const expect = (what: string, isSo: boolean, more = "") => {
    tried += 1;
    if (isSo) return;
    failed += 1;
    say(`FAILED ${what}${more ? `: ${more.slice(0, 1_500)}` : ""}`);
  };
  // Many citizens, each from an address of its own: else the limit per address would answer.
  const embedded = { GRIDKEEP_DATA: data, DATABASE_URL: "", DATABASE_DIRECT_URL: "" };
  Object.assign(process.env, embedded, { TRUSTED_PROXIES: "1" });
  resetEnv();
  const site = await startSite({ data, env: embedded, remove: async () => undefined }, { isDemo: true });
  const pool = makePool({ connectionString: embeddedUrl(data) ?? "" });
  try {
    const url = embeddedUrl(data) ?? "";
    const load = await siteLoad(site.url, makeDb(pool), data, random);
    const backup = path.join(base, "backup");
    const running = load.run();
    await load.until((done) => done.reports >= 10 && done.steps >= 5 && done.signIns >= 2);

    const atStart = { ...load.done };
    let moment = { tables: {} as Record<string, string>, files: [] as string[] };
    const manifest = await writeBackup({
      url,
      store: fileStore(),
      folder: backup,
      async onSnapshot(id) {
        const client = await pool.connect();
        try {
          await client.query("begin isolation level repeatable read read only");
          await client.query(`set transaction snapshot '${id}'`);
          moment = { tables: await hashesOf(client), files: await fileNamesOf(client) };
          await client.query("commit");
        } finally {
          client.release();
        }
        // Writes go on between the moment and its copy: a backup that read the present would show it.
        const then = { ...load.done };
        await load.until((now) => now.reports >= then.reports + 5 && now.photos >= then.photos + 5);
      },
    });
    const during = Object.entries(load.done).map(
      ([name, count]) => `${count - atStart[name as keyof typeof atStart]} ${name}`,
    );
    const present = await hashesOf(pool);
    load.stop();
    await running;
    for (const fault of load.faults) expect("the load", false, fault);
    const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
    say(
      `backup of ${manifest.tables.length} tables, ${rows} rows, ${manifest.files.rows} files; acknowledged meanwhile: ${during.join(", ")}`,
    );
    for (const table of ["tickets", "events", "attachments"])
      expect(`${table} changed while the backup ran`, present[table] !== moment.tables[table]);

    const clean = path.join(base, "clean");
    const restored = await gridkeep(["restore", backup], {
      GRIDKEEP_DATA: clean,
      DATABASE_URL: "",
      GRIDKEEP_DEMO: "0",
    });
    expect("restore into a clean folder", restored.code === 0, restored.text);
    await inServer(clean, async (client) => {
      const found = await hashesOf(client);
      for (const [table, hash] of Object.entries(moment.tables))
        expect(`${table} is equal`, found[table] === hash, `${found[table]}, ${hash} expected`);
      expect("the same tables", Object.keys(found).join() === Object.keys(moment.tables).join());
    });
    const files = await filesUnder(path.join(clean, "files"));
    for (const sha256 of moment.files)
      expect(`file ${sha256}`, files.get(sha256) === sha256, "missing or other bytes");
    expect("no file that was not asked for", files.size === moment.files.length, `${files.size} files`);
    const whole = await gridkeep(["invariants", "--hash-files"], {
      GRIDKEEP_DATA: clean,
      DATABASE_URL: "",
      GRIDKEEP_DEMO: "0",
    });
    expect("invariants of the restored city", whole.code === 0, whole.text);
    say(`restored into a clean folder: ${whole.text.trim().split("\n").at(-1)}`);

    const server = await startS3Server();
    try {
      await inOwnDatabase(pool, url, async (target) => {
        const there = {
          ...s3Variables(server.settings),
          DATABASE_URL: target,
          GRIDKEEP_DATA: path.join(base, "s3"),
        };
        const into = await gridkeep(["restore", backup], there);
        expect("restore into a database of one's own and a bucket", into.code === 0, into.text);
        const bucket = await gridkeep(["invariants", "--hash-files"], there);
        expect("invariants with the bucket", bucket.code === 0, bucket.text);
        const again = path.join(base, "from-bucket");
        const out = await gridkeep(["backup", again, "--photos-from", path.join(base, "none")], there);
        expect("backup from the bucket", out.code === 0, out.text);
        expect(
          "the same files from the bucket",
          (await filesUnder(path.join(again, "files"))).size === moment.files.length,
        );
      });
    } finally {
      await server.close();
    }

    await inOwnDatabase(pool, url, async (target) => {
      const there = { DATABASE_URL: target, GRIDKEEP_DATA: path.join(base, "untouched") };
      const kinds = new Map<string, number>();
      for (let turn = 0; turn < (runs ?? 24); turn += 1) {
        const copy = path.join(base, `damaged-${turn}`);
        const damage = await damagedCopy(backup, copy, random, turn);
        const { code, text } = await gridkeep(["restore", copy], there);
        const isRefused = code === 1 && text.includes(damage.file) && (await isEmptyDatabase(target));
        expect(damage.what, isRefused, `exit ${code}: ${text}`);
        expect(
          `${damage.what}: no photo put`,
          (await filesUnder(path.join(base, "untouched", "files"))).size === 0,
        );
        kinds.set(damage.kind, (kinds.get(damage.kind) ?? 0) + 1);
        rmSync(copy, { recursive: true, force: true });
      }
      say(`damaged copies refused: ${[...kinds].map(([kind, count]) => `${kind} ${count}`).join(", ")}`);
      mkdirSync(path.join(base, "untouched"), { recursive: true });
      const last = await gridkeep(["restore", backup], there);
      expect("after all refusals the whole backup still comes in", last.code === 0, last.text);
    });
  } finally {
    await pool.end();
    await site.close();
    rmSync(base, { recursive: true, force: true });
  }
  return { tried, failed };
};

/** The embedded server of a folder, for as long as the work takes. */
async function inServer(folder: string, work: (client: pg.Pool) => Promise<void>): Promise<void> {
  const server = await joinServer(folder);
  const pool = makePool({ connectionString: server.url() });
  try {
    await work(pool);
  } finally {
    await pool.end();
    server.leave();
  }
}
