import { type ChildProcess, spawn } from "node:child_process";
import { collect, end } from "@/tests/support/site";

/** One process of the site, as an operator starts it. */
export type AppNode = { name: string; url: string; start(): Promise<void>; stop(): Promise<number | null> };

const patienceMs = 6 * 60_000;

/** `env`: what all nodes have in common. The second and later ones join the first one's data folder. */
export function appNode(
  name: string,
  {
    root,
    port,
    isJoining,
    env,
  }: { root: string; port: number; isJoining: boolean; env: Record<string, string> },
): AppNode {
  const url = `http://127.0.0.1:${port}`;
  let child: ChildProcess | undefined;
  return {
    name,
    url,
    async start() {
      const args = ["scripts/start.mjs", "--port", String(port), ...(isJoining ? ["--join"] : [])];
      const started = spawn(process.execPath, args, {
        cwd: root,
        env: { ...process.env, NODE_ENV: "production", ...env },
        stdio: ["ignore", "pipe", "pipe"],
      });
      child = started;
      const said = collect(started);
      const deadline = Date.now() + patienceMs;
      while (!(await isReady(url))) {
        if (started.exitCode !== null || Date.now() > deadline)
          throw new Error(`node ${name} did not come up (${started.exitCode})\n${said()}`);
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    },
    /** Asks it to end, as systemd does; answers its exit code, null where it had to be killed. */
    async stop() {
      if (!child) return null;
      await end(child);
      return child.exitCode;
    },
  };
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/api/ready`, { signal: AbortSignal.timeout(4_000) })).ok;
  } catch {
    return false;
  }
}
