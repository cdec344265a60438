import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { migrateDatabase } from "@/db/migrate";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { resetEnv } from "@/lib/env";
import { checkFiles } from "@/lib/features/audit/check-files";
import { checkInvariants } from "@/lib/features/audit/check-invariants";
import { foldCounters } from "@/lib/features/progress/fold-counters";
import { diskStore } from "@/lib/storage/disk-store";
import { s3Store } from "@/lib/storage/s3-store";
import { makeCommandLife } from "@/scripts/bench/ticket-life";
import { startS3Server } from "@/tests/support/s3-server";
import { makeSmallCity, type SmallCity } from "@/tests/support/small-city";
import { inLoadingOrder, readTables } from "./database-shape";
import { hashLine, type Manifest } from "./manifest";
import { restoreBackup } from "./restore-backup";
import { writeBackup } from "./write-backup";

let data: string;
let origin: TestDatabase;
let city: SmallCity;
let taken: Manifest;
const open: TestDatabase[] = [];
const at = (...names: string[]) => path.join(data, ...names);
const store = () => diskStore(at("files"));

beforeAll(async () => {
  data = mkdtempSync(path.join(tmpdir(), "gridkeep-backup-"));
  process.env.GRIDKEEP_DATA = data;
  resetEnv();
  origin = await createTestDatabase();
  city = await makeSmallCity(origin.db);
  const life = await makeCommandLife(origin.db, city);
  for (let made = 0; made < 3; made++) await life([await photo(), await photo()]);
  await foldCounters(origin.db);
  taken = await writeBackup({ url: origin.url, store: store(), folder: at("backup") });
});

afterAll(async () => {
  for (const database of [origin, ...open]) await database.drop();
  rmSync(data, { recursive: true, force: true });
});

async function photo(): Promise<string> {
  const token = await city.makePhoto();
  writeFileSync(at("photo"), token);
  await store().put(at("photo"));
  return token;
}

async function emptyDatabase(): Promise<TestDatabase> {
  const database = await createTestDatabase();
  open.push(database);
  return database;
}

/** By plain SQL: the text of all rows of every table, in an order of its own. */
async function contentOf({ pool }: TestDatabase): Promise<Record<string, string>> {
  const { rows: tables } = await pool.query<{ name: string }>(
    "select tablename as name from pg_tables where schemaname = 'public' order by 1",
  );
  const found: Record<string, string> = {};
  for (const { name } of tables) {
    const { rows } = await pool.query<{ hash: string }>(
      `select count(*) || ' ' || md5(coalesce(string_agg(t::text, e'\\n' order by t::text), '')) as hash from "${name}" t`,
    );
    found[name] = rows[0]?.hash ?? "";
  }
  return found;
}

const rowsIn = async (database: TestDatabase) =>
  Object.values(await contentOf(database)).reduce((sum, text) => sum + Number.parseInt(text, 10), 0);

test("a restored backup has every row, every photo and every chain of the original", async () => {
  const target = await emptyDatabase();
  const restored = diskStore(at("restored"));
  await restoreBackup({ url: target.url, store: restored, folder: at("backup") });
  expect(await contentOf(target)).toEqual(await contentOf(origin));
  expect(await checkInvariants(target.db)).toMatchObject({ tickets: 3, problems: [] });
  expect(await checkFiles(target.db, restored, { isEveryByteRead: true })).toEqual({
    files: 12,
    problems: [],
  });
  expect(taken.tables.find(({ name }) => name === "tickets")?.rows).toBe(3);
  expect(taken.files.rows).toBe(6);
  // Numbers that the database gives go on where they were.
  const { rows } = await target.pool.query(
    "select nextval(pg_get_serial_sequence('events', 'position')) as next",
  );
  const { rows: last } = await target.pool.query("select max(position) as last from events");
  expect(Number(rows[0].next)).toBe(Number(last[0].last) + 1);
});

test("the same photos go from the disk into a bucket and back", async () => {
  const server = await startS3Server();
  try {
    const [there, back] = [await emptyDatabase(), await emptyDatabase()];
    const bucket = s3Store(server.settings);
    await restoreBackup({ url: there.url, store: bucket, folder: at("backup") });
    await writeBackup({ url: there.url, store: bucket, folder: at("from-bucket") });
    await restoreBackup({ url: back.url, store: diskStore(at("again")), folder: at("from-bucket") });
    expect(await contentOf(back)).toEqual(await contentOf(origin));
    expect((await checkFiles(back.db, diskStore(at("again")))).problems).toEqual([]);
  } finally {
    await server.close();
  }
});

test("photos that an earlier backup has are linked, not copied", async () => {
  await writeBackup({
    url: origin.url,
    store: diskStore(at("none")),
    folder: at("second"),
    photosFrom: at("backup"),
  });
  const [folder = ""] = readdirSync(at("second", "files"));
  const [file = ""] = readdirSync(at("second", "files", folder));
  const inode = (backup: string) => statSync(at(backup, "files", folder, file)).ino;
  expect(inode("second")).toBe(inode("backup"));
});

test("a backup of an older schema comes into that schema and is then migrated", async () => {
  const trimmed = at("older-migrations");
  cpSync(path.join("db", "migrations"), trimmed, { recursive: true });
  const journal = JSON.parse(readFileSync(path.join(trimmed, "meta", "_journal.json"), "utf8"));
  journal.entries = journal.entries.slice(0, 2);
  writeFileSync(path.join(trimmed, "meta", "_journal.json"), JSON.stringify(journal));
  const [older, target] = [await emptyDatabase(), await emptyDatabase()];
  for (const { pool } of [older, target]) {
    await pool.query("drop schema public cascade; create schema public; drop schema drizzle cascade");
  }
  await migrateDatabase(older.url, { folder: trimmed });
  await older.pool.query("insert into rate_hits (id, bucket, at) values (gen_random_uuid(), 'b', now())");
  const manifest = await writeBackup({ url: older.url, store: store(), folder: at("older") });
  expect(manifest.migrations).toHaveLength(2);
  await restoreBackup({ url: target.url, store: store(), folder: at("older") });
  expect(await rowsIn(target)).toBe(1);
  expect(await migrateDatabase(target.url)).toEqual({ applied: 0 });

  const migrated = await emptyDatabase();
  await expect(restoreBackup({ url: migrated.url, store: store(), folder: at("older") })).rejects.toThrow(
    /already at a newer schema/,
  );
});

describe("is refused, and nothing is written:", () => {
  test("a folder that has something in it, or half a backup beside it", async () => {
    mkdirSync(at("full"));
    writeFileSync(at("full", "note"), "");
    const into = (folder: string) => writeBackup({ url: origin.url, store: store(), folder });
    await expect(into(at("full"))).rejects.toThrow(/is not empty/);
    expect(readdirSync(at("full"))).toEqual(["note"]);
    mkdirSync(at("half.unfinished"));
    await expect(into(at("half"))).rejects.toThrow(/half\.unfinished is there/);
    expect(existsSync(at("half"))).toBe(false);
  });

  test("a backup of a store that lacks a photo", async () => {
    const attempt = writeBackup({ url: origin.url, store: diskStore(at("none")), folder: at("lacking") });
    await expect(attempt).rejects.toThrow(/is not in the store/);
    expect(readdirSync(data).filter((name) => name.startsWith("lacking"))).toEqual([]);
  });

  test("a database that is not empty", async () => {
    const before = await contentOf(origin);
    const attempt = restoreBackup({ url: origin.url, store: store(), folder: at("backup") });
    await expect(attempt).rejects.toThrow(/the database is not empty/);
    expect(await contentOf(origin)).toEqual(before);
  });

  const spoilt: [string, (folder: string) => string][] = [
    ["half a backup", (folder) => remove(folder, "manifest.json")],
    ["a changed manifest", (folder) => flip(folder, "manifest.json")],
    ["a flipped bit in a table", (folder) => flip(folder, "tables/tickets.copy.gz")],
    ["a missing table", (folder) => remove(folder, "tables/events.copy.gz")],
    ["a table cut short", (folder) => cut(folder, "tables/events.copy.gz")],
    ["a flipped bit in the heads", (folder) => flip(folder, "heads.tsv.gz")],
    ["a photo cut short", (folder) => cut(folder, somePhoto(folder))],
    ["a missing photo", (folder) => remove(folder, somePhoto(folder))],
  ];
  test.each(spoilt)("%s, named by its file", async (_what, spoil) => {
    const folder = mkdtempSync(at("spoilt-"));
    cpSync(at("backup"), folder, { recursive: true });
    const file = spoil(folder);
    const target = await emptyDatabase();
    const put = diskStore(at("untouched"));
    await expect(restoreBackup({ url: target.url, store: put, folder })).rejects.toThrow(file);
    expect(await rowsIn(target)).toBe(0);
    expect(existsSync(at("untouched"))).toBe(false);
  });

  test("a backup of a newer schema, and one of another line", async () => {
    const target = await emptyDatabase();
    const changed = (migrations: Manifest["migrations"]) => {
      const folder = mkdtempSync(at("changed-"));
      cpSync(at("backup"), folder, { recursive: true });
      const text = JSON.stringify({ ...taken, migrations });
      writeFileSync(path.join(folder, "manifest.json"), text);
      writeFileSync(path.join(folder, "manifest.json.sha256"), hashLine(Buffer.from(text)));
      return restoreBackup({ url: target.url, store: store(), folder });
    };
    const other = { name: "9999_later", sha256: createHash("sha256").update("later").digest("hex") };
    await expect(changed([...taken.migrations, other])).rejects.toThrow(/newer Gridkeep/);
    await expect(changed([...taken.migrations.slice(0, -1), other])).rejects.toThrow(/9999_later differs/);
    expect(await rowsIn(target)).toBe(0);
  });
});

test("tables are loaded after those they refer to; a circle is told", async () => {
  const client = await origin.pool.connect();
  try {
    const order = (await readTables(client)).map(({ name }) => name);
    expect(order.indexOf("areas")).toBeLessThan(order.indexOf("tickets"));
    expect(order.indexOf("tickets")).toBeLessThan(order.indexOf("attachments"));
  } finally {
    client.release();
  }
  const table = (name: string, needs: string[]) => ({ name, columns: ["id"], key: ["id"], needs });
  expect(() => inLoadingOrder([table("a", ["b"]), table("b", ["a"])])).toThrow(/in a circle: a, b/);
});

function flip(folder: string, file: string): string {
  const bytes = readFileSync(path.join(folder, file));
  const middle = bytes.length >> 1;
  bytes[middle] = (bytes[middle] ?? 0) ^ 4;
  writeFileSync(path.join(folder, file), bytes);
  return file;
}

function cut(folder: string, file: string): string {
  const bytes = readFileSync(path.join(folder, file));
  rmSync(path.join(folder, file));
  writeFileSync(path.join(folder, file), bytes.subarray(0, bytes.length - 1));
  return file;
}

function remove(folder: string, file: string): string {
  rmSync(path.join(folder, file));
  return file;
}

function somePhoto(folder: string): string {
  const [first = ""] = readdirSync(path.join(folder, "files"));
  const [name = ""] = readdirSync(path.join(folder, "files", first));
  return `files/${first}/${name}`;
}
