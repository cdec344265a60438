import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { copyDatabase, openOwnDatabase } from "@/db/testing";
import { foldCounters } from "@/lib/features/progress/fold-counters";
import { diskStore } from "@/lib/storage/disk-store";
import { makeCommandLife } from "@/scripts/bench/ticket-life";
import { mutate } from "@/tests/support/mutator";
import { makeSmallCity } from "@/tests/support/small-city";
import { type Proof, seeded } from "./proof";

/**
 * A clean database passes `gridkeep invariants`; after each single spoilt row it must exit 1 and name the
 * table and the row (or the ticket it belongs to).
 */
export const proof: Proof = async ({ seed, runs, say }) => {
  const own = await openOwnDatabase();
  const total = runs ?? 50;
  const data = mkdtempSync(path.join(tmpdir(), "gridkeep-tamper-"));
  const store = diskStore(path.join(data, "files"));
  let failed = 0;
  try {
    const city = await makeSmallCity(own.db);
    const life = await makeCommandLife(own.db, city);
    const photo = async () => {
      const token = await city.makePhoto();
      const file = path.join(data, "photo");
      writeFileSync(file, token);
      await store.put(file);
      return token;
    };
    for (let made = 0; made < 12; made++) await life([await photo(), await photo()]);
    await foldCounters(own.db);
    // A copy needs the original to itself.
    await own.pool.end();
    const clean = await invariants(own.url, data);
    if (clean.code !== 0) {
      say(`FAILED the clean database: ${clean.text}`);
      return { tried: 1, failed: 1 };
    }
    const random = seeded(seed);
    const kinds = new Map<string, number>();
    for (let turn = 0; turn < total; turn++) {
      const copy = await copyDatabase(own.url);
      try {
        const client = new pg.Client({ connectionString: copy.url });
        await client.connect();
        const mutation = await mutate(client, random, turn);
        await client.end();
        const { code, text } = await invariants(copy.url, data);
        const isNamed = text
          .split("\n")
          .some((line) => line.includes(mutation.table) && mutation.ids.some((id) => line.includes(id)));
        kinds.set(
          `${mutation.kind} ${mutation.table}`,
          (kinds.get(`${mutation.kind} ${mutation.table}`) ?? 0) + 1,
        );
        if (code !== 1 || !isNamed) {
          failed += 1;
          say(
            `FAILED ${mutation.what}: exit ${code}, ${isNamed ? "named" : "not named"}\n${text.slice(0, 600)}`,
          );
        }
      } finally {
        await copy.drop();
      }
    }
    say([...kinds].map(([kind, count]) => `${kind} ${count}`).join(", "));
    return { tried: total, failed };
  } finally {
    await own.drop();
    rmSync(data, { recursive: true, force: true });
  }
};

function invariants(url: string, data: string): Promise<{ code: number; text: string }> {
  const root = path.join(import.meta.dirname, "..", "..");
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [
        "--conditions=react-server",
        "--import",
        "tsx",
        path.join(root, "scripts/gridkeep/main.ts"),
        "invariants",
      ],
      {
        cwd: root,
        env: { ...process.env, DATABASE_URL: url, DATABASE_DIRECT_URL: "", GRIDKEEP_DATA: data },
        maxBuffer: 1 << 24,
      },
      (error, stdout, stderr) => {
        const code = error ? (typeof error.code === "number" ? error.code : 255) : 0;
        resolve({ code, text: `${stdout}\n${stderr}` });
      },
    );
  });
}
