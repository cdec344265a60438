import { type ChildProcess, execFile, spawn } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import sharp from "sharp";
import { makeDb, makePool } from "@/db/client";
import { embeddedUrl } from "@/db/server";
import { hashPassword } from "@/lib/features/shared/password-hash";
import { signIn } from "@/tests/support/http-session";
import { type PlainForm, readForm, sendForm } from "@/tests/support/plain-form";
import { makeSmallCity, type SmallCity } from "@/tests/support/small-city";
import { type Proof, pick, seeded } from "./proof";

const root = path.join(import.meta.dirname, "..", "..");
const appKills = 30;
const databaseKills = 10;
const password = "a-password-only-of-this-proof-7391";
const writers = 6;

/**
 * The server on a data folder of its own, under load over HTTP; the web server is killed (-9) again and again,
 * and the database's postmaster too. What a client was told is kept in a ledger on the client's side, and
 * after each recovery the database must hold each acknowledged write once and none twice.
 */
export const proof: Proof = async ({ seed, runs, say }) => {
  const random = seeded(seed);
  const data = mkdtempSync(path.join(tmpdir(), "gridkeep-crash-"));
  const port = await freePort();
  const site: Site = { data, port, url: `http://127.0.0.1:${port}`, child: null, said: "", form: null };
  let failed = 0;
  let tried = 0;
  const fail = (text: string) => {
    failed += 1;
    if (failed <= 20) say(`FAILED ${text}`);
  };
  const load = newLoad();
  try {
    await start(site);
    const city = await makeCity(site);
    const cookies: string[] = [];
    for (const login of city.logins) cookies.push(await signIn(site.url, { login, password }));
    const kills = shuffled(
      random,
      Array.from({ length: runs ?? appKills + databaseKills }, (_, at) =>
        at % Math.round((appKills + databaseKills) / databaseKills) === 0 ? "database" : "app",
      ),
    );
    const clients = Array.from({ length: writers }, (_, at) =>
      write(site, load, city, cookies[at % cookies.length] ?? "", at, seeded(seed + 31 * at), fail),
    );
    for (const [at, what] of kills.entries()) {
      tried += 1;
      const began = load.reports.size + load.photos.size;
      // A moment somewhere in the work: at least one more write must have been acknowledged by then.
      await pause(100 + Math.floor(random() * 900));
      await until(() => load.reports.size + load.photos.size > began, 30_000);
      await (what === "app" ? killApp(site, random() < 0.5) : killDatabase(site));
      await ready(site);
      await checkLedger(site, load, fail);
      await checkRetries(site, load, city, random, fail);
      if ((at + 1) % 10 === 0)
        say(
          `${at + 1} kills: ${load.reports.size} reports, ${load.photos.size} photos and ${load.sessions} sign-ins acknowledged, ${load.broken} requests cut off`,
        );
    }
    load.isOver = true;
    await Promise.all(clients);
    // The last word: every key that was ever sent has by now been acknowledged, and is there once.
    await checkLedger(site, load, fail, true);
    for (const key of load.waiting.keys()) fail(`never answered: ${key}`);
    if (load.broken === 0) fail("no request was ever cut off: the load was too thin");
    const { code, text } = await invariants(site);
    if (code !== 0) fail(`invariants: exit ${code}: ${text.slice(0, 600)}`);
    say(
      `${load.reports.size} reports, ${load.photos.size} photos, ${load.sessions} sign-ins acknowledged; ${load.broken} requests cut off, ${load.retried} retried with the same key; ${text.trim().split("\n").at(-1)}`,
    );
  } catch (error) {
    fail(`${error instanceof Error ? (error.stack ?? error.message) : error}\n${site.said.slice(-2000)}`);
  } finally {
    load.isOver = true;
    await stop(site);
    rmSync(data, { recursive: true, force: true });
  }
  return { tried, failed };
};

type Site = {
  data: string;
  port: number;
  url: string;
  child: ChildProcess | null;
  said: string;
  form: PlainForm | null;
};

/** What clients were told; and what they asked without hearing an answer yet. */
type Load = {
  reports: Map<string, string>;
  waiting: Map<string, string>;
  photos: Map<string, { token: string }>;
  sessions: number;
  broken: number;
  retried: number;
  isOver: boolean;
};
const newLoad = (): Load => ({
  reports: new Map(),
  waiting: new Map(),
  photos: new Map(),
  sessions: 0,
  broken: 0,
  retried: 0,
  isOver: false,
});

type City = { city: SmallCity; logins: string[] };

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

async function until(isSo: () => boolean | Promise<boolean>, patienceMs: number): Promise<void> {
  const deadline = Date.now() + patienceMs;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error("waited in vain");
    await pause(50);
  }
}

function shuffled<T>(random: () => number, items: T[]): T[] {
  return items
    .map((item) => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return typeof address === "object" && address ? address.port : 0;
}

async function start(site: Site): Promise<void> {
  const child = spawn(process.execPath, ["scripts/start.mjs"], {
    cwd: root,
    env: {
      ...process.env,
      HOST: "127.0.0.1",
      PORT: String(site.port),
      APP_URL: site.url,
      GRIDKEEP_DATA: site.data,
      GRIDKEEP_DEMO: "0",
      DATABASE_URL: "",
      NODE_ENV: "production",
      AUTH_SECRET: "only-for-the-crash-proof-on-this-machine-0123456789",
      // The writers come from many addresses, as citizens do: else the limit per address would answer.
      TRUSTED_PROXIES: "1",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk: Buffer) => {
      site.said = (site.said + chunk.toString("utf8")).slice(-20_000);
    });
  site.child = child;
  await ready(site);
}

/** Ready again; a start that ended (its port or its database still held by the dead) is tried once more. */
async function ready(site: Site): Promise<void> {
  let starts = 0;
  await until(async () => {
    if (site.child === null || site.child.exitCode !== null || site.child.signalCode !== null) {
      starts += 1;
      if (starts > 5) throw new Error("the server does not start any more");
      if (starts > 1) await pause(500);
      await start(site);
    }
    try {
      return (await fetch(`${site.url}/api/ready`, { signal: AbortSignal.timeout(4_000) })).ok;
    } catch {
      return false;
    }
  }, 600_000);
}

async function stop(site: Site): Promise<void> {
  const { child } = site;
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  const late = setTimeout(() => child.kill("SIGKILL"), 25_000);
  await ended;
  clearTimeout(late);
}

/** The web server is a child of the starter's; now it dies alone, now both at once. */
async function killApp(site: Site, isWithStarter: boolean): Promise<void> {
  const starter = site.child;
  if (!starter?.pid) throw new Error("nothing to kill");
  const ended = new Promise((resolve) => starter.once("exit", resolve));
  const web = childrenOf(starter.pid);
  if (web.length === 0) throw new Error("the web server was not found");
  if (isWithStarter) process.kill(starter.pid, "SIGKILL");
  for (const pid of web) killIfThere(pid);
  await ended;
  site.child = null;
}

function childrenOf(parent: number): number[] {
  const found: number[] = [];
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, "latin1");
      const [, ppid] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      if (Number(ppid) !== parent) continue;
      found.push(Number(name), ...childrenOf(Number(name)));
    } catch {
      // Ended while we looked.
    }
  }
  return found;
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // Gone already.
  }
}

/** The postmaster of this data folder only, found through its own pid file; the starter brings it back. */
async function killDatabase(site: Site): Promise<void> {
  const [row] = await ask<{ folder: string }>(site, "select current_setting('data_directory') as folder");
  const file = path.join(row?.folder ?? "", "postmaster.pid");
  const pid = Number(readFileSync(file, "utf8").split("\n")[0]);
  if (!Number.isInteger(pid) || pid < 2) throw new Error(`no postmaster in ${file}`);
  process.kill(pid, "SIGKILL");
  await until(() => {
    try {
      process.kill(pid, 0);
      return /\) Z /.test(readFileSync(`/proc/${pid}/stat`, "latin1"));
    } catch {
      return true;
    }
  }, 20_000);
}

async function ask<T extends object>(site: Site, text: string, values: unknown[] = []): Promise<T[]> {
  const client = new pg.Client({ connectionString: embeddedUrl(site.data) });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return (await client.query<T>(text, values)).rows;
  } finally {
    await client.end();
  }
}

/** A small city of its own, with people who can sign in. */
async function makeCity(site: Site): Promise<City> {
  const connectionString = embeddedUrl(site.data);
  if (!connectionString) throw new Error("the database has no address");
  const pool = makePool({ connectionString });
  try {
    const city = await makeSmallCity(makeDb(pool));
    const hash = await hashPassword(password);
    const ids: string[] = [];
    for (let made = 0; made < 3; made++) ids.push((await city.makeActor("acceptor")).userId);
    const { rows } = await pool.query<{ login: string }>(
      "update users set password_hash = $1, is_password_initial = false where id = any($2) returning login",
      [hash, ids],
    );
    return { city, logins: rows.map(({ login }) => login) };
  } finally {
    await pool.end();
  }
}

const address = (random: () => number) =>
  `10.${Math.floor(random() * 256)}.${Math.floor(random() * 256)}.${Math.floor(random() * 256)}`;

/** One client: mostly citizens' reports, sometimes a photo sent by somebody signed in, sometimes a sign-in. */
async function write(
  site: Site,
  load: Load,
  city: City,
  cookie: string,
  name: number,
  random: () => number,
  fail: (text: string) => void,
): Promise<void> {
  let session = cookie;
  while (!load.isOver) {
    try {
      const kind = random();
      if (kind < 0.7) await report(site, load, city, `${name}-${randomUUID()}`, random);
      else if (kind < 0.97) await upload(site, load, session, random);
      else {
        session = await signIn(site.url, { login: pick(random, city.logins), password });
        load.sessions += 1;
      }
    } catch (error) {
      if (error instanceof Wrong) fail(error.message);
      load.broken += 1;
      await pause(150);
    }
  }
}

/** An answer that no crash explains. */
class Wrong extends Error {}

/** Sends until it is answered, always with the same key, as the page does. */
async function report(site: Site, load: Load, city: City, key: string, random: () => number): Promise<void> {
  load.waiting.set(key, key);
  for (let attempt = 0; ; attempt++) {
    if (attempt > 0) {
      load.retried += 1;
      await pause(200);
    }
    // The proof may be over; what is still unanswered then is asked once more by the last check.
    if (attempt > 400) throw new Error("never answered");
    try {
      const number = await sendReport(site, city, key, random);
      if (!number) continue;
      load.reports.set(key, number);
      load.waiting.delete(key);
      return;
    } catch (error) {
      if (error instanceof Wrong) throw error;
      load.broken += 1;
    }
  }
}

/** The number, or null where the server says that it cannot just now. */
async function sendReport(
  site: Site,
  { city }: City,
  key: string,
  random: () => number,
): Promise<string | null> {
  const [kind] = city.classes;
  const cell = city.cells[createHash("sha256").update(key).digest()[0] ?? 0] ?? city.cells[0];
  // The page's own form, sent as a browser without script sends it: the key is the form's.
  site.form ??= await readForm(site.url, "/report", "description");
  const response = await sendForm(
    site.form,
    {
      idempotencyKey: key,
      do: "report",
      classId: kind?.id ?? "",
      lng: String(cell?.point[0]),
      lat: String(cell?.point[1]),
      placeWords: "路口",
      description: `crash ${key}`,
    },
    { "x-forwarded-for": address(random) },
  );
  const text = await response.text();
  if (response.status >= 500 || response.status === 429) return null;
  // The number stands on the receipt; a page without one says that it cannot just now.
  const number = /<dd[^>]*>(\d{13,17})<\/dd>/.exec(text)?.[1];
  if (!response.ok) throw new Wrong(`a report was answered ${response.status}: ${text.slice(0, 200)}`);
  return number ?? null;
}

async function upload(site: Site, load: Load, cookie: string, random: () => number): Promise<void> {
  const [red, green, blue] = [random(), random(), random()].map((part) => Math.floor(part * 256));
  const picture = await sharp({
    create: { width: 96, height: 64, channels: 3, background: { r: red ?? 0, g: green ?? 0, b: blue ?? 0 } },
  })
    .jpeg()
    .toBuffer();
  const response = await fetch(`${site.url}/api/files`, {
    method: "POST",
    headers: { origin: site.url, cookie, "content-type": "image/jpeg", "x-forwarded-for": address(random) },
    body: new Uint8Array(picture),
    signal: AbortSignal.timeout(20_000),
  });
  const text = await response.text();
  if (response.status === 429) return void (await pause(1_000));
  if (response.status >= 500) throw new Error("not just now");
  if (response.status !== 201)
    throw new Wrong(`a photo was answered ${response.status}: ${text.slice(0, 200)}`);
  const { token, id } = JSON.parse(text) as { token: string; id: string };
  load.photos.set(id, { token });
}

/** Each acknowledged write is there once; nothing that was sent is there twice. */
async function checkLedger(
  site: Site,
  load: Load,
  fail: (text: string) => void,
  isLast = false,
): Promise<void> {
  // What is acknowledged while we read may be missing in what we read: the ledger first.
  const acknowledged = [...load.reports];
  const photos = [...load.photos];
  const rows = await ask<{ description: string; number: string; events: number }>(
    site,
    `select t.description, t.number, (select count(*)::int from events e where e.subject_id = t.id) as events
     from tickets t where t.description like 'crash %'`,
  );
  const there = new Map<string, string[]>();
  for (const { description, number, events } of rows) {
    there.set(description, [...(there.get(description) ?? []), number]);
    if (events !== 1) fail(`${number} has ${events} events, one was written`);
  }
  for (const [description, numbers] of there)
    if (numbers.length > 1) fail(`doubled: ${description} is ${numbers.join(" and ")}`);
  for (const [key, number] of acknowledged) {
    const numbers = there.get(`crash ${key}`) ?? [];
    if (!numbers.includes(number))
      fail(`lost: ${number} was acknowledged, there is ${numbers.join() || "none"}`);
  }
  if (isLast)
    for (const [description] of there) {
      const key = description.slice("crash ".length);
      if (!load.reports.has(key))
        fail(`there, but never acknowledged to whoever kept asking: ${description}`);
    }
  const kept = await ask<{ id: string }>(site, "select id from attachments where id = any($1)", [
    photos.map(([id]) => id),
  ]);
  const ids = new Set(kept.map(({ id }) => id));
  for (const [id] of photos) if (!ids.has(id)) fail(`lost: photo ${id} was acknowledged`);
}

/** The same key again gets the same number, also over a crash; and a photo's bytes are still given out. */
async function checkRetries(
  site: Site,
  load: Load,
  city: City,
  random: () => number,
  fail: (text: string) => void,
): Promise<void> {
  const acknowledged = [...load.reports];
  for (const [key, number] of [
    acknowledged.at(-1),
    acknowledged.length > 0 && pick(random, acknowledged),
  ].filter((entry) => Array.isArray(entry))) {
    const again = await sendReport(site, city, key, random);
    if (again !== number) fail(`the same key was answered ${again} after ${number}`);
  }
  const [id, photo] = [...load.photos].at(-1) ?? [];
  if (!id || !photo) return;
  const response = await fetch(`${site.url}/api/files/${id}?token=${photo.token}`);
  const bytes = Buffer.from(await response.arrayBuffer());
  // A photo is called by the hash of its bytes.
  const hash = createHash("sha256").update(bytes).digest("hex");
  if (response.status !== 200 || response.headers.get("etag")?.includes(hash) !== true)
    fail(`photo ${id} was acknowledged, and is answered ${response.status} with ${bytes.length} bytes`);
}

function invariants(site: Site): Promise<{ code: number; text: string }> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ["--conditions=react-server", "--import", "tsx", "scripts/gridkeep/main.ts", "invariants"],
      {
        cwd: root,
        env: {
          ...process.env,
          DATABASE_URL: embeddedUrl(site.data) ?? "",
          DATABASE_DIRECT_URL: "",
          GRIDKEEP_DATA: site.data,
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
