import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { resetEnv } from "@/lib/env";
import { makeSmallCity } from "@/tests/support/small-city";
import { isDemoUnfinished, markDemoFinished, markDemoUnfinished } from "./unfinished";
import { isWithoutCity, writeDemo } from "./write-demo";

const names = ["GRIDKEEP_DATA", "DATABASE_URL"] as const;
const given = names.map((name) => process.env[name]);
let own: TestDatabase;
let folder: string;

beforeAll(async () => {
  own = await createTestDatabase();
  folder = mkdtempSync(path.join(tmpdir(), "gridkeep-write-demo-"));
  process.env.GRIDKEEP_DATA = folder;
  process.env.DATABASE_URL = own.url;
  resetEnv();
});
afterAll(async () => {
  for (const [at, name] of names.entries()) process.env[name] = given[at] ?? "";
  resetEnv();
  rmSync(folder, { recursive: true, force: true });
  await own.drop();
});

test("where a city is already no demo is made, and nothing is touched", async () => {
  expect(await isWithoutCity(own.db)).toBe(true);
  await makeSmallCity(own.db);
  expect(await isWithoutCity(own.db)).toBe(false);
  const said: string[] = [];
  expect(await writeDemo(own.db, (text) => said.push(text))).toBeNull();
  expect(said).toEqual([]);
  expect(isDemoUnfinished()).toBe(false);
});

test("the mark of a demo that was cut off speaks about its own database only", () => {
  markDemoUnfinished();
  expect(isDemoUnfinished()).toBe(true);
  process.env.DATABASE_URL = "";
  resetEnv();
  expect(isDemoUnfinished()).toBe(false);
  process.env.DATABASE_URL = own.url;
  resetEnv();
  markDemoFinished();
  expect(isDemoUnfinished()).toBe(false);
});
