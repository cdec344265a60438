import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";

/**
 * A production server on a free port, on a data folder of its own: `node scripts/start.mjs`, as a user runs it.
 * Tests find its address in `baseURL` and in BASE_URL, the demo accounts in the file named by
 * DEMO_ACCOUNTS, and the data folder in E2E_DATA. With BASE_URL given, that server is used instead.
 */
const patienceMs = 6 * 60_000;

export default async function globalSetup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env.BASE_URL) {
    process.env.PLAYWRIGHT_TEST_BASE_URL = process.env.BASE_URL;
    return undefined;
  }
  const data = mkdtempSync(path.join(tmpdir(), "gridkeep-e2e-"));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const server = spawn(process.execPath, ["scripts/start.mjs"], {
    env: {
      ...process.env,
      HOST: "127.0.0.1",
      PORT: String(port),
      APP_URL: url,
      GRIDKEEP_DATA: data,
      GRIDKEEP_DEMO: "1",
      DATABASE_URL: "",
      NODE_ENV: "production",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = collect(server);
  const close = async () => {
    await end(server);
    rmSync(data, { recursive: true, force: true });
  };
  try {
    await untilReady(url, server);
  } catch (error) {
    await close();
    throw new Error(`${error instanceof Error ? error.message : error}\n${said()}`);
  }
  // The name under which Playwright itself looks for `baseURL`.
  process.env.PLAYWRIGHT_TEST_BASE_URL = url;
  process.env.BASE_URL = url;
  process.env.DEMO_ACCOUNTS = path.join(data, "demo-accounts.txt");
  process.env.E2E_DATA = data;
  return close;
}

function collect(server: ChildProcess): () => string {
  let text = "";
  for (const stream of [server.stdout, server.stderr]) {
    stream?.on("data", (chunk: Buffer) => {
      text = (text + chunk.toString("utf8")).slice(-20_000);
    });
  }
  return () => text;
}

async function freePort(): Promise<number> {
  const probe = createServer();
  const port = await new Promise<number>((resolve, reject) => {
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

async function untilReady(url: string, server: ChildProcess): Promise<void> {
  const deadline = Date.now() + patienceMs;
  while (Date.now() < deadline) {
    if (server.exitCode !== null)
      throw new Error(`the server for the browser tests ended (${server.exitCode})`);
    try {
      if ((await fetch(`${url}/api/ready`, { signal: AbortSignal.timeout(4_000) })).ok) return;
    } catch {
      // Not listening yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error("the server for the browser tests was not ready in time");
}

async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = new Promise((resolve) => server.once("close", resolve));
  server.kill("SIGTERM");
  const late = setTimeout(() => server.kill("SIGKILL"), 25_000);
  await ended;
  clearTimeout(late);
}
