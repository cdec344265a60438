import { execFile, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { makeDb, makePool } from "@/db/client";
import { joinServer } from "@/db/server";
import { createDatabase, databaseUrl, dropDatabase, newTestName, withAdmin } from "@/db/test-databases";
import { loadActor } from "@/lib/auth/load-actor";
import { resetEnv } from "@/lib/env";
import { changeSetting } from "@/lib/features/administration/change-setting";
import { keyedHash } from "@/lib/keyed-hash";
import { eventFeed } from "@/lib/live/event-feed";
import { signIn } from "@/tests/support/http-session";
import { readForm, sendForm } from "@/tests/support/plain-form";
import { freePort } from "@/tests/support/site";
import { findChromium } from "../lib/chromium.mjs";
import { type Proof, seeded } from "./proof";
import { type AppNode, appNode } from "./two-nodes/app-node";
import { openStream } from "./two-nodes/live-stream";
import { startPooler } from "./two-nodes/pooler";
import { type ReverseProxy, startReverseProxy } from "./two-nodes/reverse-proxy";
import { type LoadScene, steadyLoad } from "./two-nodes/steady-load";

const root = path.join(import.meta.dirname, "..", "..");
const restarts = 2;
/** Of all requests of the browser suite, each node must have got this many at least. */
const fairShare = 0.35;

/**
 * Two processes of the site behind one proxy, on one database behind pgbouncer in transaction mode (the server of
 * DATABASE_URL, else an embedded one): the browser suite through the proxy, live news and jobs between the two, then
 * both restarted one after another under load, with no request failed. `--runs N`: so many rounds of restarts.
 */
export const proof: Proof = async ({ seed, runs, say }) => {
  const counts = { tried: 0, failed: 0 };
  const check = (name: string, isRight: boolean, detail = "") => {
    counts.tried += 1;
    if (!isRight) counts.failed += 1;
    say(`${isRight ? "✓" : "FAILED"} ${name}${detail ? `: ${detail}` : ""}`);
  };
  const atEnd: (() => unknown)[] = [];
  const cleanUp = async () => {
    for (let undo = atEnd.pop(); undo; undo = atEnd.pop()) await undo();
  };
  // Stopped by hand, it still takes its processes, its pooler and its database along.
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => void cleanUp().finally(() => process.exit(130)));
  try {
    const scene = await setUp(say, atEnd);
    await browserSuite(scene, check, counts, say);
    await sharedSessions(scene, check);
    await liveNews(scene, check);
    await withoutDirectAddress(scene, check);
    await rollingRestart(scene, runs ?? restarts, seed, check);
    await jobsOnce(scene, check);
  } catch (error) {
    check("the proof came to its end", false, error instanceof Error ? (error.stack ?? "") : String(error));
  } finally {
    await cleanUp();
  }
  return counts;
};

type Check = (name: string, isRight: boolean, detail?: string) => void;

type Scene = {
  data: string;
  direct: string;
  pooled: string;
  adminUrl: string;
  pooledAdmin: string;
  secret: string;
  nodes: readonly [AppNode, AppNode];
  proxy: ReverseProxy;
  stats: () => Promise<{ transactions: number; serverConnections: number }>;
  ask: <T extends object>(text: string, values?: unknown[]) => Promise<T[]>;
};

async function setUp(say: (text: string) => void, atEnd: (() => unknown)[]): Promise<Scene> {
  const data = mkdtempSync(path.join(tmpdir(), "gridkeep-two-nodes-"));
  atEnd.push(() => rmSync(data, { recursive: true, force: true }));
  const adminUrl = await findServer(atEnd);
  const name = newTestName();
  await withAdmin(adminUrl, (client) => createDatabase(client, name));
  atEnd.push(() => dropDatabase(adminUrl, name));
  const pooler = await startPooler(adminUrl, say);
  atEnd.push(() => pooler.close());
  const direct = databaseUrl(adminUrl, name);
  const pooled = pooler.url(direct);
  const ports = [await freePort(), await freePort(), await freePort()] as const;
  const url = `http://127.0.0.1:${ports[2]}`;
  const secret = randomBytes(48).toString("base64url");
  const env = {
    HOST: "127.0.0.1",
    APP_URL: url,
    GRIDKEEP_DATA: data,
    GRIDKEEP_DEMO: "1",
    DATABASE_URL: pooled,
    DATABASE_DIRECT_URL: direct,
    AUTH_SECRET: secret,
    // Ours and one further out: the load speaks as that one does, for many addresses.
    TRUSTED_PROXIES: "2",
  };
  const nodes = [
    appNode("A", { root, port: ports[0], isJoining: false, env }),
    appNode("B", { root, port: ports[1], isJoining: true, env }),
  ] as const;
  for (const node of nodes) {
    atEnd.push(() => node.stop());
    await node.start();
  }
  const proxy = await startReverseProxy(
    nodes.map((node) => node.url),
    ports[2],
  );
  atEnd.push(() => proxy.close());
  const [version] = await askAt<{ server_version: string }>(adminUrl, "show server_version");
  say(
    `PostgreSQL ${version?.server_version} behind pgbouncer; nodes ${ports[0]} and ${ports[1]}, proxy ${ports[2]}`,
  );
  const ask: Scene["ask"] = (text, values) => askAt(direct, text, values);
  const pooledAdmin = pooler.url(adminUrl);
  return { data, direct, pooled, adminUrl, pooledAdmin, secret, nodes, proxy, stats: pooler.stats, ask };
}

/** The given server, past its pooler; else an embedded one of this proof's own. */
async function findServer(atEnd: (() => unknown)[]): Promise<string> {
  const given = process.env.DATABASE_DIRECT_URL || process.env.DATABASE_URL;
  if (process.env.DATABASE_URL && given) return given;
  const folder = mkdtempSync(path.join(tmpdir(), "gridkeep-two-nodes-pg-"));
  const server = await joinServer(folder);
  atEnd.push(() => {
    server.leave();
    rmSync(folder, { recursive: true, force: true });
  });
  return server.url("postgres");
}

async function askAt<T extends object>(url: string, text: string, values: unknown[] = []): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return (await client.query<T>(text, values)).rows;
  } finally {
    await client.end();
  }
}

/** The whole suite through the proxy; the sites that some tests start for themselves keep their rows on the same server. */
async function browserSuite(
  scene: Scene,
  check: Check,
  counts: { tried: number; failed: number },
  say: (text: string) => void,
): Promise<void> {
  const chromium = await findChromium();
  const report = path.join(scene.data, "playwright.json");
  const began = Date.now();
  const code = await new Promise<number>((resolve, reject) => {
    const child = spawn(
      process.execPath,
      [path.join(root, "node_modules/@playwright/test/cli.js"), "test", "--reporter=list,json"],
      {
        cwd: root,
        env: {
          ...process.env,
          BASE_URL: scene.proxy.url,
          DEMO_ACCOUNTS: path.join(scene.data, "demo-accounts.txt"),
          E2E_DATA: scene.data,
          DATABASE_URL: scene.pooledAdmin,
          DATABASE_DIRECT_URL: scene.adminUrl,
          CHROMIUM_PATH: chromium,
          PLAYWRIGHT_JSON_OUTPUT_NAME: report,
        },
        stdio: ["ignore", "inherit", "inherit"],
      },
    );
    child.once("error", reject);
    child.once("close", (status) => resolve(status ?? 1));
  });
  const { stats } = JSON.parse(readFileSync(report, "utf8"));
  const failed = stats.unexpected + stats.flaky;
  counts.tried += stats.expected + failed;
  counts.failed += failed;
  const seconds = Math.round((Date.now() - began) / 1000);
  say(`browser suite: ${stats.expected} passed, ${failed} failed, ${stats.skipped} skipped, ${seconds} s`);
  check("the browser suite passed", code === 0 && failed === 0 && stats.expected > 0);
  const total = scene.proxy.nodes.reduce((sum, node) => sum + node.requests, 0);
  const shares = scene.proxy.nodes.map(({ requests }) => `${requests}`).join(" and ");
  const isFair = scene.proxy.nodes.every(({ requests }) => requests >= fairShare * total && requests > 100);
  check("both nodes served it", isFair, `${shares} requests`);
  const { transactions, serverConnections } = await scene.stats();
  check(
    "through the pooler",
    transactions > total,
    `${transactions} transactions over ${serverConnections} server connections now`,
  );
}

/** Who signed in at one node is signed in at the other, and who signed out at one is out at both. */
async function sharedSessions({ nodes: [one, other], proxy, data }: Scene, check: Check): Promise<void> {
  const cookie = await signIn(proxy.url, accountOf(data, "acceptor"));
  const statusAt = async (node: AppNode) =>
    (await fetch(`${node.url}/command`, { headers: { cookie }, redirect: "manual" })).status;
  const before = [await statusAt(one), await statusAt(other)];
  check("a session holds at both nodes", before.join() === "200,200", before.join());
  const asked = await fetch(`${one.url}/api/auth/csrf`, { headers: { cookie } });
  const { csrfToken } = (await asked.json()) as { csrfToken: string };
  const csrf = asked.headers.getSetCookie().map((each) => each.split(";")[0] ?? "");
  await fetch(`${one.url}/api/auth/signout`, {
    method: "POST",
    redirect: "manual",
    headers: {
      origin: proxy.url,
      cookie: [cookie, ...csrf].join("; "),
      "content-type": "application/x-www-form-urlencoded",
    },
    body: new URLSearchParams({ csrfToken, json: "true" }),
  });
  const after = [await statusAt(one), await statusAt(other)];
  check(
    "signed out at one, signed out at both",
    after.every((status) => status >= 300),
    after.join(),
  );
}

function accountOf(data: string, post: string): { login: string; password: string } {
  for (const line of readFileSync(path.join(data, "demo-accounts.txt"), "utf8").split("\n")) {
    const [login = "", password = "", of = ""] = line.split("\t");
    if (of === post) return { login, password };
  }
  throw new Error(`the demo has no account for ${post}`);
}

async function until(isSo: () => boolean | Promise<boolean>, patienceMs: number): Promise<boolean> {
  const deadline = Date.now() + patienceMs;
  while (!(await isSo())) {
    if (Date.now() > deadline) return false;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return true;
}

/** Both streams hear what is committed at the other node, told by the database and not by looking. */
async function liveNews(scene: Scene, check: Check): Promise<void> {
  const cookie = await signIn(scene.proxy.url, accountOf(scene.data, "dispatcher"));
  const streams = await Promise.all(scene.nodes.map(({ url }) => openStream(url, cookie)));
  try {
    await until(() => streams.every(({ cursors }) => cursors.length > 0), 5_000);
    const listening = async () =>
      (
        await scene.ask<{ count: number }>(
          "select count(*)::int as count from pg_stat_activity where datname = current_database() and application_name = 'gridkeep-live' and query like 'listen%'",
        )
      )[0]?.count ?? 0;
    await until(async () => (await listening()) >= scene.nodes.length, 10_000);
    check("each node listens past the pooler", (await listening()) === scene.nodes.length);
    for (const [at, node] of scene.nodes.entries()) {
      const heard = streams.map(({ cursors }) => cursors.length);
      const began = performance.now();
      await report(scene, node);
      const isHeard = await until(
        () => streams.every(({ cursors }, stream) => cursors.length > (heard[stream] ?? 0)),
        15_000,
      );
      check(
        `both streams hear what was committed at node ${scene.nodes[at]?.name}`,
        isHeard,
        `${Math.round(performance.now() - began)} ms after it was sent`,
      );
    }
  } finally {
    for (const stream of streams) stream.close();
  }
}

async function report(scene: Scene, node: AppNode): Promise<void> {
  const { classId, places } = await placesOf(scene);
  const form = await readForm(node.url, "/report", "description");
  const [lng, lat] = places[0] ?? [0, 0];
  const response = await sendForm(
    form,
    {
      idempotencyKey: randomBytes(16).toString("hex"),
      do: "report",
      classId,
      ...{ lng: String(lng), lat: String(lat), placeWords: "路口" },
      description: `told at node ${node.name}`,
    },
    // As the proxy would say it: the framework compares the page's origin with the host that was called.
    { origin: scene.proxy.url, "x-forwarded-host": new URL(scene.proxy.url).host },
  );
  if (!response.ok) throw new Error(`a report at node ${node.name}: ${response.status}`);
}

async function placesOf(scene: Scene): Promise<Pick<LoadScene, "classId" | "places">> {
  const [kind] = await scene.ask<{ id: string }>(
    "select id from classes where is_public_reportable order by code limit 1",
  );
  const cells = await scene.ask<{ lng: number; lat: number }>(
    "select label_lng as lng, label_lat as lat from grids where kind = 'community_grid' and valid_to is null order by code",
  );
  return { classId: kind?.id ?? "", places: cells.map(({ lng, lat }) => [lng, lat] as const) };
}

/** A process that knows the pooler only listens to nobody, and finds the news by looking every few seconds. */
async function withoutDirectAddress(scene: Scene, check: Check): Promise<void> {
  const saved = { url: process.env.DATABASE_URL, direct: process.env.DATABASE_DIRECT_URL };
  process.env.DATABASE_URL = scene.pooled;
  process.env.DATABASE_DIRECT_URL = "";
  resetEnv();
  try {
    const told: string[] = [];
    const unsubscribe = eventFeed().subscribe((cursor) => told.push(cursor));
    await eventFeed().readCursor();
    await report(scene, scene.nodes[0]);
    const isTold = await until(() => told.length > 0, 15_000);
    unsubscribe();
    check("without an address past the pooler the news is found by looking", isTold);
    await globalThis.gridkeepDatabase?.pool.end();
    globalThis.gridkeepDatabase = undefined;
  } finally {
    process.env.DATABASE_URL = saved.url ?? "";
    process.env.DATABASE_DIRECT_URL = saved.direct ?? "";
    resetEnv();
  }
}

/** Both nodes end and come back one after another, while people go on reading and reporting through the proxy. */
async function rollingRestart(scene: Scene, rounds: number, seed: number, check: Check): Promise<void> {
  await shortenAcceptance(scene);
  const random = seeded(seed);
  const cookies: string[] = [];
  for (const post of ["acceptor", "dispatcher", "shift_leader"])
    cookies.push(await signIn(scene.proxy.url, accountOf(scene.data, post)));
  const lostBefore = scene.proxy.lost.length;
  const before = { ...scene.proxy.retried };
  const { proxy } = scene;
  const load = steadyLoad({
    url: proxy.url,
    cookies,
    ...(await placesOf(scene)),
    seed: Math.floor(random() * 1e9),
  });
  const stops: number[] = [];
  try {
    await until(() => load.reads > 50 && load.reports.size > 10, 60_000);
    for (let round = 0; round < rounds; round += 1)
      for (const [at, node] of scene.nodes.entries()) {
        const began = Date.now();
        const code = await node.stop();
        stops.push((Date.now() - began) / 1000);
        check(`node ${node.name} ended in order`, code === 0, `exit code ${code}`);
        await node.start();
        check(`node ${node.name} is back`, await until(() => proxy.nodes[at]?.isIn === true, 30_000));
        const served = proxy.nodes[at]?.requests ?? 0;
        check(
          `node ${node.name} serves again`,
          await until(() => (proxy.nodes[at]?.requests ?? 0) > served + 20, 30_000),
        );
      }
  } finally {
    await load.stop();
  }
  const requests = load.reads + load.reports.size + load.failed.length;
  for (const fault of load.failed.slice(0, 10)) check("a request of the load", false, fault);
  check(
    "no request failed over the restarts",
    load.failed.length === 0,
    `${requests} requests (${load.reports.size} reports), ${load.failed.length} failed; stops took ${stops.map((each) => each.toFixed(1)).join(", ")} s; slowest answer ${(load.slowestMs / 1000).toFixed(1)} s`,
  );
  for (const fault of scene.proxy.lost.slice(lostBefore, lostBefore + 10))
    check("a request at the proxy", false, fault);
  const { refused, broken } = scene.proxy.retried;
  check(
    "the proxy found a node for each",
    scene.proxy.lost.length === lostBefore,
    `asked a second node: ${refused - before.refused} refused connections, ${broken - before.broken} broken ones`,
  );
  const rows = await scene.ask<{ description: string; number: string; count: number }>(
    "select description, min(number) as number, count(*)::int as count from tickets where description like 'steady %' group by description",
  );
  const there = new Map(rows.map((row) => [row.description, row]));
  const wrong = [...load.reports].filter(([key, number]) => {
    const row = there.get(`steady ${key}`);
    return row?.count !== 1 || row.number !== number;
  });
  check(
    "each report is there once, under its number",
    wrong.length === 0 && there.size === load.reports.size,
    `${there.size} rows, ${load.reports.size} answered`,
  );
}

/** From now on a report waits a minute only: every one of the load becomes late, at both nodes' sweeps at once. */
async function shortenAcceptance(scene: Scene): Promise<void> {
  const { login } = accountOf(scene.data, "system_admin");
  const [user] = await scene.ask<{ id: string; name: string }>(
    "select id, name from users where login = $1",
    [login],
  );
  if (!user) throw new Error("the demo has no administrator");
  process.env.AUTH_SECRET = scene.secret;
  resetEnv();
  const pool = makePool({ connectionString: scene.pooled });
  try {
    const db = makeDb(pool);
    const actor = await loadActor(db, {
      ...{ sessionId: "", userId: user.id, name: user.name, login },
      ...{ isPasswordInitial: false, now: new Date() },
    });
    const value = { value: 1, unit: "minute" };
    await changeSetting({ db, actor, hmac: keyedHash }, { key: "limit.accept", value });
  } finally {
    await pool.end();
  }
}

/** What time and the outbox did, they did once, however many processes tried. */
async function jobsOnce(scene: Scene, check: Check): Promise<void> {
  const countOf = async (text: string) => (await scene.ask<{ count: number }>(text))[0]?.count ?? -1;
  const waiting = () =>
    countOf(
      "select count(*)::int as count from tickets where description like 'steady %' and state = 'reported' and not is_step_overdue",
    );
  await until(async () => (await waiting()) === 0, 180_000);
  const marks = await scene.ask<{ count: number; times: number }>(
    `select count(*)::int as count, times from (
       select (select count(*)::int from events e where e.subject_id = t.id and e.type = 'mark_overdue') as times
       from tickets t where t.description like 'steady %') as each group by times`,
  );
  check(
    "each late report was marked late once",
    marks.length === 1 && marks[0]?.times === 1,
    marks.map(({ count, times }) => `${count} of them ${times}×`).join(", "),
  );
  await until(
    async () => (await countOf("select count(*)::int as count from outbox where done_at is null")) === 0,
    30_000,
  );
  const told = await countOf("select count(*)::int as count from outbox where attempts = 1");
  const others = await countOf("select count(*)::int as count from outbox where attempts <> 1");
  check("each event was told once", others === 0 && told > 0, `${told} told, ${others} otherwise`);
  // Counters are folded every few seconds.
  await new Promise((resolve) => setTimeout(resolve, 6_000));
  const { code, text } = await invariants(scene);
  check("the histories hold", code === 0, text.trim().split("\n").at(-1) ?? "");
}

function invariants(scene: Scene): Promise<{ code: number; text: string }> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ["--conditions=react-server", "--import", "tsx", "scripts/gridkeep/main.ts", "invariants"],
      {
        cwd: root,
        env: {
          ...process.env,
          GRIDKEEP_DATA: scene.data,
          DATABASE_URL: scene.pooled,
          DATABASE_DIRECT_URL: scene.direct,
          AUTH_SECRET: scene.secret,
        },
        maxBuffer: 1 << 24,
      },
      (error, stdout, stderr) => {
        const code = error ? (typeof error.code === "number" ? error.code : 255) : 0;
        resolve({ code, text: stdout + stderr });
      },
    );
  });
}
