import { randomUUID } from "node:crypto";
import { copyFile, cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import { migrateDatabase } from "@/db/migrate";
import { quarantineFolder } from "@/lib/storage/quarantine";
import type { FileStore } from "@/lib/storage/stored-file";
import { CliFault } from "../gridkeep/cli";
import {
  appliedMigrations,
  copyChainHeads,
  copyFileNames,
  copyIn,
  copyOut,
  plainText,
  quoted,
  readTables,
  type TableShape,
} from "./database-shape";
import { damaged, fileList, type Manifest, photoFile, readManifest, tableFile } from "./manifest";
import { linesOf, measure } from "./streams";
import { requirePart, verifyBackup } from "./verify-backup";
import { migrationNames } from "./write-backup";

export type RestoreOptions = {
  url: string;
  store: FileStore;
  folder: string;
  progress?: (step: string, share: number) => void;
};

/**
 * Puts a backup into an empty database and its photos into the store. Everything is verified before the first
 * write; all rows come in one transaction, which commits only when the rows read back have the manifest's hashes.
 */
export async function restoreBackup(options: RestoreOptions): Promise<Manifest> {
  const { url, store, progress = () => undefined } = options;
  const folder = path.resolve(options.folder);
  const manifest = await readManifest(folder);
  requireKnownSchema(manifest);
  await verifyBackup(folder, manifest, (step, share) => progress(step, 0.3 * share));
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 10_000,
    application_name: "gridkeep-restore",
  });
  client.on("error", () => undefined);
  await client.connect();
  try {
    await bringToSchemaOf(manifest, client, url);
    await putPhotos(folder, manifest, store, (share) => progress("photos", 0.3 + 0.2 * share));
    await client.query("begin");
    await client.query(plainText);
    await loadRows(folder, manifest, client, (step, share) => progress(step, 0.5 + 0.4 * share));
    await verifyRows(manifest, client, (step, share) => progress(step, 0.9 + 0.1 * share));
    await client.query("commit");
  } finally {
    await client.end();
  }
  // An older backup came into its own schema; what was added since is applied to its rows.
  await migrateDatabase(url);
  progress("done", 1);
  return manifest;
}

function requireKnownSchema({ migrations, program }: Manifest): void {
  const known = migrationNames();
  if (migrations.length > known.length) {
    throw new CliFault([
      `the backup was made by a newer Gridkeep (${program}: ${migrations.length} migrations, ${known.length} known here): restore it with that version. Nothing was restored.`,
    ]);
  }
  for (const [at, { name, sha256 }] of migrations.entries()) {
    if (known[at]?.sha256 !== sha256)
      throw new CliFault([
        `the backup's schema is not of this line of Gridkeep (migration ${name} differs). Nothing was restored.`,
      ]);
  }
}

/** An empty database, at exactly the migrations that the backup was taken at. */
async function bringToSchemaOf({ migrations }: Manifest, client: pg.Client, url: string): Promise<void> {
  for (const { name } of await readTables(client)) {
    const { rowCount } = await client.query(`select 1 from ${quoted("public")}.${quoted(name)} limit 1`);
    if (rowCount)
      throw new CliFault([
        `the database is not empty (table ${name} has rows): a backup is restored into an empty one only. Nothing was restored.`,
      ]);
  }
  const applied = await appliedMigrations(client);
  if (applied.length > migrations.length) {
    throw new CliFault([
      `the database is already at a newer schema (${applied.length} migrations) than the backup (${migrations.length}): make a database without any table and restore into that one. Nothing was restored.`,
    ]);
  }
  if (applied.length === migrations.length) return;
  await migrateTo(migrations.length, url);
}

/** The migrator applies all that its folder holds: an older schema needs a folder that holds no more. */
async function migrateTo(count: number, url: string): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), "gridkeep-migrations-"));
  try {
    await cp(path.join("db", "migrations"), folder, { recursive: true });
    const file = path.join(folder, "meta", "_journal.json");
    const journal: { entries: unknown[] } = JSON.parse(await readFile(file, "utf8"));
    await writeFile(file, JSON.stringify({ ...journal, entries: journal.entries.slice(0, count) }));
    await migrateDatabase(url, { folder });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Files before rows: a row never names a file that is not there yet. What is left over by a failure harms nobody. */
async function putPhotos(
  folder: string,
  { files }: Manifest,
  store: FileStore,
  progress: (share: number) => void,
): Promise<void> {
  const quarantine = await quarantineFolder();
  let done = 0;
  for await (const sha256 of linesOf(path.join(folder, fileList))) {
    progress(done / Math.max(1, files.rows));
    // A store takes the file away that it is given; the backup keeps its own.
    const copy = path.join(quarantine, `${randomUUID()}.restore`);
    try {
      await copyFile(path.join(folder, photoFile(sha256)), copy);
      if ((await store.put(copy)) !== sha256) throw damaged(photoFile(sha256), "changed while it was read");
    } finally {
      await rm(copy, { force: true });
    }
    done += 1;
  }
}

async function loadRows(
  folder: string,
  manifest: Manifest,
  client: pg.Client,
  progress: (step: string, share: number) => void,
): Promise<void> {
  const tables = await requireSameTables(manifest, client);
  for (const [at, [table, part]] of tables.entries()) {
    progress(table.name, at / tables.length);
    await requirePart(folder, tableFile(table.name), part, client.query(copyFrom(copyIn(table))));
  }
  for (const { name, lastValue, isCalled } of manifest.sequences) {
    await client.query("select setval(to_regclass($1)::oid::regclass, $2::bigint, $3)", [
      `public.${quoted(name)}`,
      lastValue,
      isCalled,
    ]);
  }
  await client.query("set constraints all immediate");
}

async function requireSameTables(
  manifest: Manifest,
  client: pg.Client,
): Promise<[TableShape, Manifest["tables"][number]][]> {
  const tables = await readTables(client);
  const parts = new Map(manifest.tables.map((part) => [part.name, part]));
  if (parts.size !== tables.length) throw new CliFault(["the backup's tables are not those of its schema"]);
  return tables.map((table) => {
    const part = parts.get(table.name);
    if (part?.columns.join() !== table.columns.join())
      throw new CliFault([`the backup's table ${table.name} is not that of its schema`]);
    return [table, part];
  });
}

/** Read back from the database: rows, their number, the ends of all chains, the names of all photos. */
async function verifyRows(
  manifest: Manifest,
  client: pg.Client,
  progress: (step: string, share: number) => void,
): Promise<void> {
  const tables = await requireSameTables(manifest, client);
  const checks: [string, string, { rows: number; contentSha256: string }][] = [
    ...tables.map(([table, part]): [string, string, typeof part] => [table.name, copyOut(table), part]),
    ["heads of the chains", copyChainHeads, manifest.heads],
    ["names of the photos", copyFileNames, manifest.files],
  ];
  for (const [at, [name, query, expected]] of checks.entries()) {
    progress(`verifying ${name}`, at / checks.length);
    const found = await measure(client.query(copyTo(query)));
    if (found.rows !== expected.rows || found.contentSha256 !== expected.contentSha256) {
      throw new CliFault([
        `${name}: ${found.rows} rows read back, ${expected.rows} in the backup, ` +
          `${found.contentSha256 === expected.contentSha256 ? "equal" : "other"} content. Nothing was restored.`,
      ]);
    }
  }
}
