import { readFileSync, rmSync } from "node:fs";
import { copyFile, link, mkdir, open, readdir, rename, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import { expectedMigrations, migrationsState } from "@/db/migrate";
import { sweepLock } from "@/lib/features/files/sweep-uploads";
import { hashFile } from "@/lib/storage/hash-file";
import type { FileStore } from "@/lib/storage/stored-file";
import { CliFault } from "../gridkeep/cli";
import {
  appliedMigrations,
  copyChainHeads,
  copyFileNames,
  copyOut,
  plainText,
  readSequences,
  readTables,
  type TableShape,
} from "./database-shape";
import {
  chainHeads,
  fileList,
  formatVersion,
  hashLine,
  type Manifest,
  manifestFile,
  manifestHashFile,
  type Part,
  photoFile,
  tableFile,
} from "./manifest";
import { linesOf, pack, syncFile } from "./streams";

export type BackupOptions = {
  url: string;
  store: FileStore;
  /** Must not exist, or be empty. */
  folder: string;
  /** An earlier backup: photos that are there already are linked instead of copied. */
  photosFrom?: string;
  progress?: (step: string, share: number) => void;
  /** Called with the snapshot's id once it is taken, while it is held: another session can look at the same moment. */
  onSnapshot?: (id: string) => Promise<void> | void;
};

/**
 * One moment of the whole database (REPEATABLE READ READ ONLY) and every photo that it names, beside a running
 * server, in constant memory. Written aside and renamed at the end: what has a manifest is whole.
 */
export async function writeBackup(options: BackupOptions): Promise<Manifest> {
  const folder = path.resolve(options.folder);
  const aside = `${folder}.unfinished`;
  await requireEmpty(folder);
  try {
    await mkdir(aside, { mode: 0o700 });
  } catch (error) {
    if (!isCode(error, "EEXIST")) throw error;
    throw new CliFault([
      `${aside} is there: another backup is being written, or one was cut off. Remove it, or choose another folder.`,
    ]);
  }
  // Ctrl-C ends the process at once: half a backup goes with it.
  const clear = () => rmSync(aside, { recursive: true, force: true });
  process.on("exit", clear);
  try {
    const manifest = await write(aside, options);
    await syncFolder(aside);
    await rename(aside, folder);
    await syncFolder(path.dirname(folder));
    return manifest;
  } catch (error) {
    clear();
    throw error;
  } finally {
    process.off("exit", clear);
  }
}

async function requireEmpty(folder: string): Promise<void> {
  try {
    if ((await readdir(folder)).length === 0) return;
  } catch (error) {
    if (!isCode(error, "ENOENT")) throw new CliFault([`${folder} cannot be written: it is no folder`]);
    await mkdir(path.dirname(folder), { recursive: true, mode: 0o700 });
    return;
  }
  throw new CliFault([`${folder} is not empty: each backup needs a folder of its own`]);
}

async function write(aside: string, options: BackupOptions): Promise<Manifest> {
  const { url, store, progress = () => undefined } = options;
  const [guard, client] = [connection(url), connection(url)];
  try {
    await guard.connect();
    await client.connect();
    // From before the snapshot until all photos are copied, none that it names is swept away.
    await guard.query("begin");
    await guard.query("set local idle_in_transaction_session_timeout = 0; set local statement_timeout = 0");
    await guard.query(`select pg_advisory_xact_lock(${sweepLock})`);
    await client.query("begin isolation level repeatable read read only");
    await client.query(plainText);
    const facts = await readFacts(client);
    await options.onSnapshot?.(facts.snapshot);

    const tables = await readTables(client);
    const sequences = await readSequences(client);
    await mkdir(path.join(aside, "tables"), { mode: 0o700 });
    const packed: Manifest["tables"] = [];
    for (const [at, table] of tables.entries()) {
      progress(table.name, (0.5 * at) / tables.length);
      packed.push({ ...(await packTable(client, table, aside)), name: table.name, columns: table.columns });
    }
    const heads = await packQuery(client, copyChainHeads, path.join(aside, chainHeads));
    const files = await packQuery(client, copyFileNames, path.join(aside, fileList));
    await client.query("commit");
    const totalBytes = await copyPhotos(aside, files.rows, store, options);

    const manifest: Manifest = {
      format: formatVersion,
      program: programVersion(),
      takenAt: facts.takenAt,
      server: facts.server,
      migrations: facts.migrations,
      tables: packed,
      sequences,
      heads,
      files: { ...files, totalBytes },
    };
    const text = `${JSON.stringify(manifest, null, 1)}\n`;
    await writeFile(path.join(aside, manifestHashFile), hashLine(Buffer.from(text)), { mode: 0o600 });
    await syncFile(path.join(aside, manifestHashFile));
    await writeFile(path.join(aside, manifestFile), text, { mode: 0o600 });
    await syncFile(path.join(aside, manifestFile));
    progress("done", 1);
    return manifest;
  } finally {
    await Promise.all([client.end(), guard.end()].map((ended) => ended.catch(() => undefined)));
  }
}

function connection(connectionString: string): pg.Client {
  const client = new pg.Client({
    connectionString,
    connectionTimeoutMillis: 10_000,
    application_name: "gridkeep-backup",
  });
  // A break is told by the query that runs; without a listener it would end the process instead.
  client.on("error", () => undefined);
  return client;
}

type Facts = Pick<Manifest, "takenAt" | "server" | "migrations"> & { snapshot: string };

async function readFacts(client: pg.Client): Promise<Facts> {
  const state = await migrationsState(client);
  // An older schema is welcome: before an upgrade the new program backs up what the old one left.
  if (state !== "current" && state !== "behind") {
    throw new CliFault([
      `the database's schema is not that of this program (${state}): back it up with the version that runs on it`,
    ]);
  }
  const count = (await appliedMigrations(client)).length;
  if (count === 0)
    throw new CliFault(["there is nothing to back up: the database has no tables of Gridkeep"]);
  const { rows } = await client.query<{ snapshot: string; takenAt: string; server: string }>(`
    select pg_export_snapshot() as snapshot, current_setting('server_version') as server,
      to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "takenAt"`);
  if (!rows[0]) throw new Error("the database did not answer");
  return { ...rows[0], migrations: migrationNames().slice(0, count) };
}

/** Names of this program's migrations beside their hashes, in order. */
export function migrationNames(): Manifest["migrations"] {
  const journal: { entries: { tag: string }[] } = JSON.parse(
    readFileSync(path.join("db", "migrations", "meta", "_journal.json"), "utf8"),
  );
  return expectedMigrations().map(({ hash }, at) => ({ name: journal.entries[at]?.tag ?? "", sha256: hash }));
}

function programVersion(): string {
  return (JSON.parse(readFileSync("package.json", "utf8")) as { version: string }).version;
}

function packTable(client: pg.Client, table: TableShape, aside: string): Promise<Part> {
  return packQuery(client, copyOut(table), path.join(aside, tableFile(table.name)));
}

async function packQuery(client: pg.Client, query: string, file: string): Promise<Part> {
  return pack(client.query(copyTo(query)), file);
}

/** Each photo's bytes are hashed as they lie in the backup: what is damaged in the store stops it here. */
async function copyPhotos(
  aside: string,
  count: number,
  store: FileStore,
  { photosFrom, progress = () => undefined }: BackupOptions,
): Promise<number> {
  let [done, totalBytes] = [0, 0];
  for await (const sha256 of linesOf(path.join(aside, fileList))) {
    progress(`photos ${done}/${count}`, 0.5 + (0.5 * done) / Math.max(1, count));
    const target = path.join(aside, photoFile(sha256));
    await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
    if (!photosFrom || !(await linkPhoto(path.join(photosFrom, photoFile(sha256)), target))) {
      const file = await store.open(sha256);
      if (!file) {
        throw new CliFault([
          `the photo ${sha256} is not in the store (${store.kind}), though a row names it: see "gridkeep invariants". No backup was written.`,
        ]);
      }
      await pipeline(file.stream, (await open(target, "wx", 0o600)).createWriteStream({ flush: true }));
    }
    if ((await hashFile(target)) !== sha256) {
      throw new CliFault([
        `the photo ${sha256} has other bytes than its name says: see "gridkeep invariants --hash-files". No backup was written.`,
      ]);
    }
    totalBytes += (await stat(target)).size;
    done += 1;
  }
  return totalBytes;
}

/** Of an earlier backup on the same disk only the name is new; on another disk it is copied. */
async function linkPhoto(from: string, target: string): Promise<boolean> {
  try {
    await link(from, target);
    return true;
  } catch (error) {
    if (isCode(error, "ENOENT")) return false;
    if (!isCode(error, "EXDEV") && !isCode(error, "EPERM") && !isCode(error, "EMLINK")) throw error;
    await copyFile(from, target);
    await syncFile(target);
    return true;
  }
}

async function syncFolder(folder: string): Promise<void> {
  if (process.platform !== "win32") await syncFile(folder);
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
