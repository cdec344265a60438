import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { dataDir, env } from "@/lib/env";

/**
 * There while the demo is being made: a making that was cut off leaves half a city. The mark says in which database,
 * so that it never speaks about another one.
 */
const file = () => path.join(dataDir(), "demo-unfinished");

function place(): string {
  const given = env().DATABASE_URL;
  if (!given) return "embedded";
  const { host, pathname } = new URL(given);
  return `${host}${pathname}`;
}

export function isDemoUnfinished(): boolean {
  return existsSync(file()) && readFileSync(file(), "utf8").trim() === place();
}

export function markDemoUnfinished(): void {
  writeFileSync(file(), `${place()}\n`, { mode: 0o600 });
}

export function markDemoFinished(): void {
  rmSync(file(), { force: true });
}
