import { randomBytes } from "node:crypto";
import {
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import pg from "pg";
import { dataDir as configuredDataDir } from "@/lib/env";
import { countLeases, dropLease, takeLease, withLock, withLockSync } from "./leases";
import { type Runner, runnerFor } from "./postgres-binaries";

/**
 * The embedded PostgreSQL. Every process of one installation joins the same server: the first starts it, the
 * last to leave stops it, and what is needed to connect stands in `postgres.json` (readable by its owner only).
 */
interface Connection {
  port: number;
  password: string;
}

const user = "gridkeep";
const mainDatabase = "gridkeep";
const majorVersion = "18";

const connectionFile = (dataDir: string) => path.join(dataDir, "postgres.json");

function readConnection(dataDir: string): Connection | undefined {
  let text: string;
  try {
    text = readFileSync(connectionFile(dataDir), "utf8");
  } catch {
    return undefined;
  }
  const value: unknown = JSON.parse(text);
  if (typeof value === "object" && value !== null && "port" in value && "password" in value) {
    const { port, password } = value;
    if (typeof port === "number" && typeof password === "string") return { port, password };
  }
  throw new Error(`${connectionFile(dataDir)} is damaged: it must hold a port and a password`);
}

function writeConnection(dataDir: string, connection: Connection): void {
  // By a rename, so that a reader never sees half a file.
  const next = `${connectionFile(dataDir)}.${process.pid}`;
  writeFileSync(next, `${JSON.stringify(connection)}\n`, { mode: 0o600 });
  renameSync(next, connectionFile(dataDir));
}

/** The address of the embedded server as last started, whether it lives or not. */
export function embeddedUrl(dataDir = configuredDataDir(), database = mainDatabase): string | undefined {
  const connection = readConnection(dataDir);
  if (!connection || connection.port === 0) return undefined;
  return `postgres://${user}:${connection.password}@127.0.0.1:${connection.port}/${database}`;
}

/**
 * Does our server answer? The password keeps strangers out; that it works on this very folder is asked, because a
 * copied or restored folder has the port and the password of the one it came from.
 */
async function answers(dataDir: string, runner: Runner): Promise<"yes" | "starting" | "no"> {
  const connectionString = embeddedUrl(dataDir, "postgres");
  if (!connectionString) return "no";
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 3_000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ folder: string }>(
      "select current_setting('data_directory') as folder",
    );
    return rows[0] && isSameFolder(rows[0].folder, databaseFolder(runner)) ? "yes" : "no";
  } catch (error) {
    // 57P03: starting up, or still replaying its log after a crash.
    return error instanceof Error && "code" in error && error.code === "57P03" ? "starting" : "no";
  } finally {
    await client.end().catch(() => undefined);
  }
}

function isSameFolder(one: string, other: string): boolean {
  try {
    return realpathSync(one) === realpathSync(other);
  } catch {
    return false;
  }
}

export interface EmbeddedServer {
  dataDir: string;
  url(database?: string): string;
  /** Gives the lease back; the last process to leave stops the server. */
  leave(): void;
}

const joined = new Map<string, Runner>();
let leavesAtExit = false;

/** Starts the server of this data folder, or joins the one that runs. */
export async function joinServer(dataDir = configuredDataDir()): Promise<EmbeddedServer> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  await withLock(dataDir, async () => {
    const runner = joined.get(dataDir) ?? runnerFor(dataDir);
    takeLease(dataDir);
    try {
      if ((await answers(dataDir, runner)) !== "yes") await startServer(dataDir, runner);
    } catch (error) {
      dropLease(dataDir);
      throw error;
    }
    joined.set(dataDir, runner);
  });
  if (!leavesAtExit) {
    leavesAtExit = true;
    process.on("exit", () => {
      for (const folder of [...joined.keys()]) leaveServer(folder);
    });
  }
  return {
    dataDir,
    url(database) {
      const url = embeddedUrl(dataDir, database);
      if (!url) throw new Error(`No embedded database is recorded in ${dataDir}`);
      return url;
    },
    leave: () => leaveServer(dataDir),
  };
}

function leaveServer(dataDir: string): void {
  const runner = joined.get(dataDir);
  if (!runner) return;
  joined.delete(dataDir);
  withLockSync(dataDir, () => {
    dropLease(dataDir);
    if (countLeases(dataDir) === 0) {
      runner.runSync("pg_ctl", ["stop", "-D", databaseFolder(runner), "-m", "fast", "-w", "-t", "25"]);
    }
  });
}

/** Stops the server whoever uses it: for repairs and for tests. Nothing restarts it but the next `joinServer`. */
export async function stopServer(dataDir = configuredDataDir()): Promise<void> {
  const runner = joined.get(dataDir) ?? runnerFor(dataDir);
  await withLock(dataDir, async () => {
    await runner.run("pg_ctl", ["stop", "-D", databaseFolder(runner), "-m", "fast", "-w", "-t", "60"]);
  });
}

/** For who watches over the server: did it end by a crash (not by a stop, which clears its pid file)? */
export async function hasCrashed(dataDir = configuredDataDir()): Promise<boolean> {
  const runner = joined.get(dataDir);
  if (!runner) return false;
  const pid = postmasterPid(runner);
  return pid !== undefined && !isPostgres(pid) && (await answers(dataDir, runner)) === "no";
}

const databaseFolder = (runner: Runner) => path.join(runner.home, "db");
const pidFile = (runner: Runner) => path.join(databaseFolder(runner), "postmaster.pid");
const logFile = (runner: Runner) => path.join(runner.home, "server.log");

async function startServer(dataDir: string, runner: Runner): Promise<void> {
  mkdirSync(runner.home, { recursive: true, mode: 0o700 });
  const connection = readConnection(dataDir) ?? { port: 0, password: randomBytes(24).toString("base64url") };
  if (!existsSync(databaseFolder(runner))) await createCluster(dataDir, runner, connection);
  else if (!existsSync(connectionFile(dataDir))) {
    throw new Error(
      `${connectionFile(dataDir)} is gone, and with it the password of the database in ${runner.home}: ` +
        "put it back, or move that folder away to begin with an empty database.",
    );
  }
  const version = readFileSync(path.join(databaseFolder(runner), "PG_VERSION"), "utf8").trim();
  if (version !== majorVersion) {
    throw new Error(
      `The data in ${runner.home} were written by PostgreSQL ${version}, this program brings ${majorVersion}: ` +
        "make a backup with the version of Gridkeep that wrote them and restore it here.",
    );
  }
  rotateLog(runner);
  const deadline = performance.now() + 60_000;
  for (let attempt = 0; ; attempt += 1) {
    clearForeignPid(runner);
    // The old port first: a pool that lost this server finds it again at the same address.
    const port = await freePort(connection.port);
    writeSettings(runner, port);
    writeConnection(dataDir, { ...connection, port });
    const outcome = await runner.run("pg_ctl", [
      "start",
      ...["-D", databaseFolder(runner), "-l", logFile(runner), "-w", "-t", "60", "-s"],
    ]);
    const state = await untilSettled(dataDir, runner);
    if (outcome.code === 0 && state === "yes") break;
    if (state === "yes") break;
    const log = tail(logFile(runner));
    if (/No space left on device/i.test(log + outcome.output)) {
      throw new Error(
        `The disk is full: PostgreSQL cannot start in ${runner.home} (No space left on device)`,
      );
    }
    // After kill -9 of the server its workers may hold the shared memory for another moment; and a port
    // that was free a moment ago may be taken. Both pass.
    const passes = /shared memory block|Address already in use|could not bind|lock file/i.test(
      log + outcome.output,
    );
    if (!passes || performance.now() > deadline || attempt > 40) {
      throw new Error(
        `The embedded PostgreSQL did not start. Last lines of ${logFile(runner)}:\n${log || outcome.output}`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  await ensureDatabase(dataDir);
}

async function untilSettled(dataDir: string, runner: Runner): Promise<"yes" | "no"> {
  const deadline = performance.now() + 60_000;
  for (;;) {
    const state = await answers(dataDir, runner);
    if (state !== "starting" || performance.now() > deadline) return state === "yes" ? "yes" : "no";
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Made aside and moved into place whole: a start that is cut off leaves nothing half-made. */
async function createCluster(dataDir: string, runner: Runner, connection: Connection): Promise<void> {
  const fresh = path.join(runner.home, "db.new");
  rmSync(fresh, { recursive: true, force: true });
  writeConnection(dataDir, connection);
  const passwordFile = path.join(runner.home, "password");
  rmSync(passwordFile, { force: true });
  writeFileSync(passwordFile, `${connection.password}\n`, { mode: 0o600 });
  matchOwner(passwordFile, runner.home);
  try {
    const outcome = await runner.run("initdb", [
      ...["-D", fresh, "-U", user, "-A", "scram-sha-256", "--pwfile", passwordFile],
      ...["-E", "UTF8", "--locale=C", "--no-instructions"],
    ]);
    if (outcome.code !== 0) {
      if (/No space left on device/i.test(outcome.output)) {
        throw new Error(
          `The disk is full: no database can be made in ${runner.home} (No space left on device)`,
        );
      }
      throw new Error(`initdb failed:\n${outcome.output.trim()}`);
    }
  } finally {
    rmSync(passwordFile, { force: true });
  }
  const configuration = path.join(fresh, "postgresql.conf");
  writeFileSync(configuration, "\ninclude 'gridkeep.conf'\n", { flag: "a" });
  renameSync(fresh, databaseFolder(runner));
}

/** Written anew at each start. Nothing here trades durability for speed. */
function writeSettings(runner: Runner, port: number): void {
  const settings = {
    listen_addresses: "'127.0.0.1'",
    port: String(port),
    unix_socket_directories: "''",
    max_connections: "100",
    shared_buffers: "'256MB'",
    password_encryption: "'scram-sha-256'",
    fsync: "on",
    full_page_writes: "on",
    synchronous_commit: "on",
    jit: "off",
    timezone: "'UTC'",
    log_timezone: "'UTC'",
    log_min_messages: "warning",
    // Personal data may stand in statements: they stay out of the log.
    log_min_error_statement: "panic",
  };
  const file = path.join(databaseFolder(runner), "gridkeep.conf");
  const text = Object.entries(settings).map(([name, value]) => `${name} = ${value}\n`);
  writeFileSync(file, text.join(""), { mode: 0o600 });
  matchOwner(file, databaseFolder(runner));
}

/** Files that we write as root for a server that runs as `nobody` must be its own. */
function matchOwner(file: string, folder: string): void {
  const { uid, gid } = statSync(folder);
  if (process.getuid?.() !== 0 || uid === 0) return;
  chownSync(file, uid, gid);
}

function postmasterPid(runner: Runner): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(pidFile(runner), "utf8"), 10);
    return pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}

function isPostgres(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EPERM")) return false;
  }
  try {
    return readFileSync(`/proc/${pid}/comm`, "utf8").startsWith("postgres");
  } catch {
    return true;
  }
}

/**
 * After a power cut the number in the pid file may belong to some other program now, and PostgreSQL would not
 * start. The file stays (its shared memory key guards against workers that still live); only the number is
 * replaced by one that no process can have.
 */
function clearForeignPid(runner: Runner): void {
  const pid = postmasterPid(runner);
  if (pid === undefined || isPostgres(pid)) return;
  try {
    process.kill(pid, 0);
  } catch {
    return;
  }
  const lines = readFileSync(pidFile(runner), "utf8").split("\n");
  lines[0] = "99999999";
  writeFileSync(pidFile(runner), lines.join("\n"));
}

async function freePort(wanted: number): Promise<number> {
  const probe = createServer();
  const port = await new Promise<number>((resolve, reject) => {
    probe.once("error", reject);
    probe.listen(wanted, "127.0.0.1", () => {
      const address = probe.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  }).catch(() => 0);
  await new Promise((resolve) => probe.close(resolve));
  if (port > 0) return port;
  if (wanted > 0) return freePort(0);
  throw new Error("No free port on 127.0.0.1");
}

async function ensureDatabase(dataDir: string): Promise<void> {
  const client = new pg.Client({
    connectionString: embeddedUrl(dataDir, "postgres") ?? "",
    connectionTimeoutMillis: 5_000,
  });
  await client.connect();
  try {
    const { rowCount } = await client.query("select 1 from pg_database where datname = $1", [mainDatabase]);
    if (!rowCount) await client.query(`create database ${mainDatabase}`);
  } finally {
    await client.end();
  }
}

function rotateLog(runner: Runner): void {
  try {
    if (statSync(logFile(runner)).size > 10_000_000) renameSync(logFile(runner), `${logFile(runner)}.1`);
  } catch {
    // No log yet.
  }
}

function tail(file: string): string {
  try {
    return readFileSync(file, "utf8").trimEnd().split("\n").slice(-8).join("\n");
  } catch {
    return "";
  }
}
