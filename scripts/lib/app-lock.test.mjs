import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { dropAppLock, takeAppLock } from "./app-lock.mjs";

let folder;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "gridkeep-lock-"));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("the second taker is told where the first one runs", () => {
  expect(takeAppLock(folder, "http://127.0.0.1:3000")).toBeUndefined();
  expect(takeAppLock(folder, "http://127.0.0.1:4000")).toMatchObject({
    pid: process.pid,
    url: "http://127.0.0.1:3000",
  });
});

test("the lock of a dead process is taken over", () => {
  const { pid } = spawnSync(process.execPath, ["-e", ""]);
  writeFileSync(path.join(folder, "app.lock"), JSON.stringify({ pid, started: null, url: "http://gone" }));
  expect(takeAppLock(folder, "http://127.0.0.1:3000")).toBeUndefined();
});

test("a number given out again to another program does not hold the lock", () => {
  writeFileSync(
    path.join(folder, "app.lock"),
    JSON.stringify({ pid: process.pid, started: "1", url: "http://gone" }),
  );
  expect(takeAppLock(folder, "http://127.0.0.1:3000")).toBeUndefined();
});

test("a damaged lock file is replaced", () => {
  writeFileSync(path.join(folder, "app.lock"), "{");
  expect(takeAppLock(folder, "http://127.0.0.1:3000")).toBeUndefined();
});

test("only its holder drops it", () => {
  takeAppLock(folder, "http://127.0.0.1:3000");
  dropAppLock(folder);
  expect(existsSync(path.join(folder, "app.lock"))).toBe(false);
  writeFileSync(
    path.join(folder, "app.lock"),
    JSON.stringify({ pid: process.ppid, started: null, url: "http://other" }),
  );
  dropAppLock(folder);
  expect(existsSync(path.join(folder, "app.lock"))).toBe(true);
});
