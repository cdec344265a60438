import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makePool } from "./client";
import { stopServer } from "./server";

let folder: string;
const children: ChildProcess[] = [];

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "gridkeep-server-"));
});

afterEach(async () => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  await stopServer(folder);
  rmSync(folder, { recursive: true, force: true });
});

interface Holder {
  url: string;
  leave(): Promise<void>;
  kill(): Promise<void>;
}

/** Another process that joins the server. */
async function hold(of = folder): Promise<Holder> {
  const child = spawn(process.execPath, ["--import", "tsx", "tests/support/hold-server.ts", of]);
  children.push(child);
  let said = "";
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    child.stderr.on("data", (chunk) => {
      said += chunk;
    });
    child.stdout.once("data", (chunk) => resolve(String(chunk).trim()));
    child.once("close", (code) => reject(new Error(`ended with ${code}: ${said}`)));
  });
  return {
    url,
    async leave() {
      child.stdin.end();
      await ended;
    },
    async kill() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

async function ask(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    return (await client.query(text)).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}

const postmaster = () =>
  Number.parseInt(readFileSync(path.join(folder, "postgres/db/postmaster.pid"), "utf8"), 10);
const isRunning = () => existsSync(path.join(folder, "postgres/db/postmaster.pid"));

test("the second process joins the first one's server, and the last to leave stops it", async () => {
  const [first, second] = await Promise.all([hold(), hold()]);
  expect(second.url).toBe(first.url);
  await first.leave();
  expect(await ask(second.url, "select 1 as one")).toEqual([{ one: 1 }]);
  await second.leave();
  expect(isRunning()).toBe(false);
});

test("it is durable, in UTF-8 with locale C, on loopback only, and its password is nobody else's to read", async () => {
  const holder = await hold();
  const settings = ["fsync", "full_page_writes", "synchronous_commit", "listen_addresses", "max_connections"];
  const rows = await ask(
    holder.url,
    `select name, setting from pg_settings where name in ('${settings.join("','")}') order by name`,
  );
  expect(rows).toEqual([
    { name: "fsync", setting: "on" },
    { name: "full_page_writes", setting: "on" },
    { name: "listen_addresses", setting: "127.0.0.1" },
    { name: "max_connections", setting: "100" },
    { name: "synchronous_commit", setting: "on" },
  ]);
  expect(
    await ask(
      holder.url,
      "select pg_encoding_to_char(encoding) as encoding, datcollate from pg_database where datname = current_database()",
    ),
  ).toEqual([{ encoding: "UTF8", datcollate: "C" }]);
  expect(statSync(path.join(folder, "postgres.json")).mode & 0o777).toBe(0o600);
  const wrong = new URL(holder.url);
  wrong.password = "guess";
  await expect(ask(wrong.href, "select 1")).rejects.toThrow(/password authentication failed/);
});

test("a killed process does not keep the server alive: whoever leaves next sweeps its lease", async () => {
  const [first, second] = await Promise.all([hold(), hold()]);
  await first.kill();
  await second.leave();
  expect(isRunning()).toBe(false);
});

test("after kill -9 of the server and of its user, the next start keeps what was committed", async () => {
  const first = await hold();
  await ask(first.url, "create table kept as select generate_series(1, 1000) as n");
  process.kill(postmaster(), "SIGKILL");
  await first.kill();
  const second = await hold();
  expect(second.url).toBe(first.url);
  expect(await ask(second.url, "select count(*)::int as n from kept")).toEqual([{ n: 1000 }]);
});

test("a pid file whose number belongs to some other program now does not prevent the start", async () => {
  const first = await hold();
  process.kill(postmaster(), "SIGKILL");
  await first.kill();
  const file = path.join(folder, "postgres/db/postmaster.pid");
  const lines = readFileSync(file, "utf8").split("\n");
  writeFileSync(file, [String(process.pid), ...lines.slice(1)].join("\n"));
  const second = await hold();
  expect(await ask(second.url, "select 1 as one")).toEqual([{ one: 1 }]);
});

test("a pool reports a lost database within 5 seconds, and works again by itself when it is back", async () => {
  const first = await hold();
  const pool = makePool({ connectionString: first.url });
  await pool.query("select 1");
  await stopServer(folder);
  const began = performance.now();
  await expect(pool.query("select 1")).rejects.toThrow();
  await expect(pool.query("select 1")).rejects.toThrow();
  expect(performance.now() - began).toBeLessThan(5_000);
  await hold();
  expect((await pool.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
  await pool.end();
});

test("a copied folder has the port and the password of the first, and still gets a server of its own", async () => {
  const first = await hold();
  await ask(first.url, "create table of_the_first (x int)");
  await first.leave();
  const copy = `${folder}-copy`;
  cpSync(folder, copy, { recursive: true });
  const [again, other] = [await hold(), await hold(copy)];
  try {
    expect(other.url).not.toBe(again.url);
    await ask(again.url, "drop table of_the_first");
    expect(await ask(other.url, "select count(*)::int as rows from of_the_first")).toEqual([{ rows: 0 }]);
  } finally {
    await other.leave();
    rmSync(copy, { recursive: true, force: true });
  }
  await again.leave();
});
