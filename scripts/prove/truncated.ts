import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { openOwnDatabase } from "@/db/testing";
import { tableHashes } from "@/tests/support/table-hashes";
import { smallExtract, writeOsm } from "@/tests/support/write-osm";
import { type Proof, seeded } from "./proof";

const root = path.join(import.meta.dirname, "..", "..");
const monaco = path.resolve(root, "../shared/data/monaco.osm.pbf");
const usual = 20;

/**
 * A whole extract is imported; then it is cut at seeded places, and some bytes of it are changed, and the command line
 * is given each spoilt copy: it must end with a code that is not 0, say in a line which file and where, and leave every
 * row of every table as it was. Without ../shared a small extract of our own is spoilt instead.
 */
export const proof: Proof = async ({ seed, runs, say }) => {
  const database = await openOwnDatabase();
  const folder = mkdtempSync(path.join(tmpdir(), "gridkeep-truncated-"));
  const random = seeded(seed);
  const copy = path.join(folder, "city.osm.pbf");
  const run = () =>
    spawnSync(process.execPath, ["scripts/run.mjs", "gridkeep", "city", "import", copy, "--json"], {
      cwd: root,
      encoding: "utf8",
      env: {
        ...process.env,
        DATABASE_URL: database.url,
        DATABASE_DIRECT_URL: "",
        GRIDKEEP_DATA: folder,
        GRIDKEEP_DEMO: "0",
      },
    });
  try {
    if (existsSync(monaco)) writeFileSync(copy, readFileSync(monaco));
    else {
      say(`${path.relative(root, monaco)} is not there: a small extract of our own is spoilt`);
      await writeOsm(copy, smallExtract());
    }
    const bytes = readFileSync(copy);
    const whole = run();
    if (whole.status !== 0) throw new Error(`the whole extract was not imported: ${whole.stderr}`);
    const before = await tableHashes(database.db);
    say(
      `imported; ${before.size} tables, ${[...before.values()].filter((hash) => hash !== "").length} with rows`,
    );
    let tried = 0;
    let failed = 0;
    const cuts = runs ?? usual;
    for (let at = 0; at < cuts * 2; at += 1) {
      const offset = 1 + Math.floor(random() * (bytes.length - 1));
      const isCut = at < cuts;
      writeFileSync(copy, isCut ? bytes.subarray(0, offset) : spoilt(bytes, offset, random));
      const done = run();
      const [said = ""] = done.stderr.split("\n");
      const after = await tableHashes(database.db);
      const changed = [...after]
        .filter(([table, hash]) => before.get(table) !== hash)
        .map(([table]) => table);
      const isClear = /^gridkeep: city\.osm\.pbf: /.test(said) && !/\n\s+at /.test(done.stderr);
      tried += 1;
      const isFine = done.status !== 0 && done.status !== null && isClear && changed.length === 0;
      if (!isFine) failed += 1;
      say(
        `${isFine ? "ok  " : "FAIL"} ${isCut ? "cut at" : "changed from"} ${offset}: exit ${done.status}, ${said}`,
      );
      if (changed.length > 0) say(`     changed: ${changed.join(", ")}`);
    }
    return { tried, failed };
  } finally {
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  }
};

/** Eight bytes in the middle of the data; a block's checksum, or the shape of what it holds, must tell. */
function spoilt(bytes: Buffer, offset: number, random: () => number): Buffer {
  const copy = Buffer.from(bytes);
  for (let at = offset; at < Math.min(offset + 8, copy.length); at += 1)
    copy[at] = (copy[at] ?? 0) ^ (1 + Math.floor(random() * 255));
  return copy;
}
