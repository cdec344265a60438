import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import type { SiteHome } from "./site-home";

/** A production server on a free port, on a home of its own: `node scripts/start.mjs`, as a user runs it. */
export type Site = { url: string; close: () => Promise<void> };

const patienceMs = 6 * 60_000;

export async function startSite(home: SiteHome, { isDemo }: { isDemo: boolean }): Promise<Site> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const server = spawn(process.execPath, ["scripts/start.mjs"], {
    env: {
      ...process.env,
      HOST: "127.0.0.1",
      PORT: String(port),
      APP_URL: url,
      ...home.env,
      GRIDKEEP_DEMO: isDemo ? "1" : "0",
      NODE_ENV: "production",
      // Outside the demo a site has no secret of its own.
      ...(isDemo ? {} : { AUTH_SECRET: "only-for-browser-tests-on-this-machine-0123456789" }),
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = collect(server);
  try {
    await untilReady(url, server);
  } catch (error) {
    await end(server);
    throw new Error(`${error instanceof Error ? error.message : error}\n${said()}`);
  }
  return { url, close: () => end(server) };
}

export function collect(server: ChildProcess): () => string {
  let text = "";
  for (const stream of [server.stdout, server.stderr]) {
    stream?.on("data", (chunk: Buffer) => {
      text = (text + chunk.toString("utf8")).slice(-20_000);
    });
  }
  return () => text;
}

export async function freePort(): Promise<number> {
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

export async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = new Promise((resolve) => server.once("close", resolve));
  server.kill("SIGTERM");
  const late = setTimeout(() => server.kill("SIGKILL"), 25_000);
  await ended;
  clearTimeout(late);
}
