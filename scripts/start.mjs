// npm start, npm run dev: from a fresh clone to a running site. Node's built-ins only up to the point where the
// packages are installed, because there may be none yet.
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { parseArgs } from "node:util";
import { dropAppLock, takeAppLock } from "./lib/app-lock.mjs";
import { ensureBuilt, nextCommand } from "./lib/build.mjs";
import { requireSpace } from "./lib/disk.mjs";
import { ensureInstalled } from "./lib/install.mjs";
import { dataDir, Fault, fail, loadEnvFile, requireNode, root } from "./lib/project.mjs";
import { step } from "./lib/steps.mjs";

const usage = `npm start -- [--port N] [--host ADDRESS] [--join]
  --port N        listen on this port (default: PORT, else 3000)
  --host ADDRESS  listen on this address (default: HOST, else 127.0.0.1)
  --join          run as one more process beside the one already running on the same data
npm run dev       the same with Next's development server`;

requireNode();
process.chdir(root);
loadEnvFile();

let stopping = false;
const stopWork = new AbortController();
let server;

main().catch((error) => {
  if (stopping) process.exit(0);
  stopWork.abort();
  fail(error);
});

async function main() {
  const options = readOptions();
  if (options.help) return console.log(usage);
  const address = resolveAddress(options);
  process.env.HOST = address.host;
  process.env.PORT = String(address.port);
  process.env.APP_URL ||= address.url;
  const folder = dataDir();
  process.env.GRIDKEEP_DATA = folder;
  makeFolder(folder);

  if (!options.join) {
    const holder = takeAppLock(folder, address.url);
    if (holder) {
      console.log(`Gridkeep 已在运行 / is already running (pid ${holder.pid}): ${holder.url}`);
      console.log("再开一个进程 / one more process on the same data: npm start -- --join --port N");
      return;
    }
    process.on("exit", () => dropAppLock(folder));
  }
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => stop(signal));

  await requirePort(address);
  checkSecrets(address);
  requireSpace(folder, 300);
  await ensureInstalled(step);
  // Two cores, two jobs: the bundler on one, the database and the demo city on the other.
  const building = options.dev ? Promise.resolve() : ensureBuilt(step, stopWork.signal);
  // Whichever fails first ends the start; the other one's fault must not count as unhandled.
  building.catch(() => undefined);
  const { prepareDatabase } = await loadPrepare();
  const database = await prepareDatabase({ step, signal: stopWork.signal });
  await building;
  if (stopping) return;
  await serve(address, options.dev);
  announce(address, database);
  if (database.watch) database.watch();
}

function readOptions() {
  try {
    return parseArgs({
      options: {
        dev: { type: "boolean", default: false },
        join: { type: "boolean", default: false },
        port: { type: "string" },
        host: { type: "string" },
        help: { type: "boolean", default: false, short: "h" },
      },
    }).values;
  } catch (error) {
    console.error(`gridkeep: ${error.message}\n${usage}`);
    return process.exit(2);
  }
}

function resolveAddress(options) {
  const host = options.host || process.env.HOST || "127.0.0.1";
  const port = Number(options.port || process.env.PORT || 3000);
  if (!Number.isInteger(port) || port < 1 || port > 65535)
    throw new Fault(`PORT must be between 1 and 65535, not ${port}`);
  const name = host === "0.0.0.0" || host === "::" ? "localhost" : host.includes(":") ? `[${host}]` : host;
  return { host, port, url: `http://${name}:${port}` };
}

function makeFolder(folder) {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    if (error.code === "ENOSPC") throw new Fault("the disk is full (磁盘已满)");
    throw new Fault(`cannot write to ${folder} (${error.code}): set GRIDKEEP_DATA to a folder of yours`);
  }
}

/** Tried before the work of minutes, not after it. */
async function requirePort({ host, port }) {
  const probe = createServer();
  await new Promise((resolve, reject) => {
    probe.once("error", reject);
    probe.listen({ host, port, exclusive: true }, resolve);
  }).catch((error) => {
    if (error.code === "EADDRINUSE") {
      throw new Fault(
        `port ${port} is taken (端口 ${port} 已被占用): choose another one, npm start -- --port N`,
      );
    }
    if (error.code === "EACCES") throw new Fault(`port ${port} needs more rights: choose one above 1023`);
    throw new Fault(`cannot listen on ${host}:${port} (${error.code}): check HOST`);
  });
  await new Promise((resolve) => probe.close(resolve));
}

const isLoopback = (host) => /^(127\.|localhost$|::1$)/.test(host);
const isDemo = () =>
  process.env.GRIDKEEP_DEMO === "1" || (process.env.GRIDKEEP_DEMO !== "0" && !process.env.DATABASE_URL);

function checkSecrets({ host }) {
  if (isDemo()) {
    if (!isLoopback(host)) {
      console.warn(
        `! 演示城市对外可见 / the demo city is open to the network: HOST=${host} is not loopback. Not for real data.`,
      );
    }
    return;
  }
  const secret = process.env.AUTH_SECRET ?? "";
  if (Buffer.byteLength(secret) < 32) {
    throw new Fault(
      `AUTH_SECRET is ${secret ? "too short" : "not set"} (未设置足够长的密钥): outside the demo it must hold at least 32 random bytes, e.g. openssl rand -base64 48`,
    );
  }
}

/** TypeScript, so only now that tsx is installed. */
async function loadPrepare() {
  const { tsImport } = await import("tsx/esm/api");
  return tsImport("./lib/prepare-database.ts", import.meta.url);
}

async function serve({ host, port, url }, isDev) {
  const args = [nextCommand, isDev ? "dev" : "start", "-H", host, "-p", String(port)];
  // Longer than proxies keep an idle connection (nginx: 60 s): whoever closes first must be the one who sends, or a
  // request meets a connection that is just being closed.
  if (!isDev) args.push("--keepAliveTimeout", "75000");
  server = spawn(
    process.execPath,
    ["--import", path.join(root, "scripts", "lib", "follow-parent.mjs"), ...args],
    {
      cwd: root,
      env: {
        ...process.env,
        NODE_ENV: isDev ? "development" : "production",
        NEXT_TELEMETRY_DISABLED: "1",
        NEXTAUTH_URL: process.env.NEXTAUTH_URL || process.env.APP_URL,
      },
      // A group of its own: Ctrl-C reaches us alone, and we end things in order.
      detached: true,
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    },
  );
  const ended = new Promise((resolve) =>
    server.once("close", (code, signal) => resolve(code ?? (signal ? 1 : 0))),
  );
  server.ended = ended;
  void ended.then((code) => {
    if (stopping) return;
    console.error(`gridkeep: the web server ended by itself (exit code ${code})`);
    process.exit(code || 1);
  });
  const began = performance.now();
  while (performance.now() - began < 60_000) {
    if (await answers(`${isLoopback(host) ? url : `http://127.0.0.1:${port}`}/api/health`)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  console.warn("! 服务未在 60 秒内应答 / the web server has not answered for 60 seconds");
}

async function answers(url) {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(3_000) })).ok;
  } catch {
    return false;
  }
}

function announce({ url }, { accountsFile, isEmpty }) {
  console.log(`\n  Gridkeep  ${url}   (Ctrl-C 停止 / to stop)\n`);
  let accounts;
  try {
    accounts = readFileSync(accountsFile, "utf8").trimEnd();
  } catch {
    if (isEmpty)
      console.log("  空数据库 / the database is empty: npm run -s gridkeep -- user create --help\n");
    return;
  }
  console.log(`  演示账号 / demo accounts (${accountsFile}):\n`);
  console.log(`${accounts.replace(/^/gm, "    ")}\n`);
}

/**
 * What systemd and container engines send is SIGTERM: then proxies in front get the time to see that this process
 * leaves, before it stops listening. Ctrl-C does not wait.
 */
async function letProxiesTurn() {
  const proxies = Number(process.env.TRUSTED_PROXIES || 0);
  const seconds = Number(process.env.DRAIN_SECONDS || (proxies > 0 ? 5 : 0));
  if (!(seconds > 0) || !server.connected) return;
  server.send("drain");
  const waited = new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
  await Promise.race([waited, server.ended]);
}

/** Ends what runs, in order: the web server drains, then the exit handlers give back the database and the lock. */
async function stop(signal) {
  if (stopping) {
    // Asked twice: no more waiting.
    if (server?.pid) kill(-server.pid, "SIGKILL");
    return process.exit(130);
  }
  stopping = true;
  stopWork.abort();
  if (server && server.exitCode === null && server.signalCode === null) {
    if (signal !== "SIGHUP") console.log("\n停止中 / stopping …");
    if (signal === "SIGTERM") await letProxiesTurn();
    kill(server.pid, "SIGTERM");
    const late = setTimeout(() => kill(-server.pid, "SIGKILL"), 15_000);
    await server.ended;
    clearTimeout(late);
  }
  process.exit(0);
}

function kill(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch {
    // Gone already.
  }
}
