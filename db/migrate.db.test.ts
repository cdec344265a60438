import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { migrateDatabase, migrationsState } from "./migrate";
import { createTestDatabase, type TestDatabase } from "./testing";

let database: TestDatabase;
let folder: string;

beforeAll(async () => {
  database = await createTestDatabase();
  folder = mkdtempSync(path.join(tmpdir(), "gridkeep-migrations-"));
  cpSync("db/migrations", folder, { recursive: true });
});

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await database.drop();
});

test("a clone of the template has every migration applied", async () => {
  expect(await migrationsState(database.pool)).toBe("current");
  expect(await migrateDatabase(database.url)).toEqual({ applied: 0 });
});

test("two clones do not see each other", async () => {
  const other = await createTestDatabase();
  await other.pool.query("create table only_here (id int)");
  const { rows } = await database.pool.query("select to_regclass('only_here') as found");
  expect(rows).toEqual([{ found: null }]);
  await other.drop();
});

test("a database with a migration that the code lacks is refused as newer", async () => {
  const journal = JSON.parse(readFileSync(path.join(folder, "meta/_journal.json"), "utf8"));
  journal.entries.pop();
  writeFileSync(path.join(folder, "meta/_journal.json"), JSON.stringify(journal));
  await expect(migrateDatabase(database.url, { folder })).rejects.toThrow(/newer than this code/);
});

test("a database whose migrations were edited is refused as different", async () => {
  const other = await createTestDatabase();
  await other.pool.query("update drizzle.__drizzle_migrations set hash = 'x' where id = 1");
  expect(await migrationsState(other.pool)).toBe("different");
  await expect(migrateDatabase(other.url)).rejects.toThrow(/made by other code/);
  await other.drop();
});

test("two processes that migrate one empty database at once apply each migration once", async () => {
  const other = await createTestDatabase();
  await other.pool.query("drop schema drizzle cascade; drop schema public cascade; create schema public");
  const results = await Promise.all([migrateDatabase(other.url), migrateDatabase(other.url)]);
  expect(results.map((result) => result.applied > 0).sort()).toEqual([false, true]);
  expect(await migrationsState(other.pool)).toBe("current");
  await other.drop();
});
