import { linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

/**
 * Who uses the embedded server: one file per process. A process that was killed leaves its file behind, so
 * a file counts only while its process lives; the start time guards against a number given out again.
 */
interface Holder {
  pid: number;
  started: string | null;
}

function startTime(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    // The command's name may hold blanks and brackets: count fields from its closing bracket on.
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
  } catch {
    return null;
  }
}

function self(): Holder {
  return { pid: process.pid, started: startTime(process.pid) };
}

function read(file: string): Holder | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(file, "utf8"));
    if (typeof value !== "object" || value === null || !("pid" in value)) return undefined;
    const { pid } = value;
    const started = "started" in value && typeof value.started === "string" ? value.started : null;
    return typeof pid === "number" && Number.isInteger(pid) && pid > 0 ? { pid, started } : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(holder: Holder): boolean {
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EPERM")) return false;
  }
  return holder.started === null || startTime(holder.pid) === holder.started;
}

const leaseFolder = (folder: string) => path.join(folder, "leases");

export function takeLease(folder: string): void {
  mkdirSync(leaseFolder(folder), { recursive: true, mode: 0o700 });
  writeFileSync(path.join(leaseFolder(folder), `${process.pid}.json`), JSON.stringify(self()), {
    mode: 0o600,
  });
}

export function dropLease(folder: string): void {
  rmSync(path.join(leaseFolder(folder), `${process.pid}.json`), { force: true });
}

/** Sweeps the files of dead processes and answers how many living ones remain. */
export function countLeases(folder: string): number {
  let names: string[];
  try {
    names = readdirSync(leaseFolder(folder));
  } catch {
    return 0;
  }
  let alive = 0;
  for (const name of names) {
    const file = path.join(leaseFolder(folder), name);
    const holder = read(file);
    if (holder && isAlive(holder)) alive += 1;
    else rmSync(file, { force: true });
  }
  return alive;
}

const lockFile = (folder: string) => path.join(folder, "postgres.lock");

/** One try. The file appears by link(), with its content in place, so nobody reads a half-written lock. */
function tryLock(folder: string): boolean {
  const file = lockFile(folder);
  const mine = `${file}.${process.pid}`;
  writeFileSync(mine, JSON.stringify(self()), { mode: 0o600 });
  try {
    linkSync(mine, file);
    return true;
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    const holder = read(file);
    if (holder && isAlive(holder)) return false;
    // The holder died. Move its lock aside rather than delete it: if another process was quicker and this
    // is its fresh lock, it is put back.
    const aside = `${mine}.stale`;
    try {
      renameSync(file, aside);
      const moved = read(aside);
      if (moved && isAlive(moved)) linkSync(aside, file);
    } catch {
      // Somebody else cleared it; the next try decides.
    }
    rmSync(aside, { force: true });
    return false;
  } finally {
    rmSync(mine, { force: true });
  }
}

function unlock(folder: string): void {
  if (read(lockFile(folder))?.pid === process.pid) rmSync(lockFile(folder), { force: true });
}

export async function withLock<T>(folder: string, work: () => Promise<T>): Promise<T> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const deadline = performance.now() + 90_000;
  while (!tryLock(folder)) {
    if (performance.now() > deadline) {
      throw new Error(`Another process has held ${lockFile(folder)} for 90 seconds`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  try {
    return await work();
  } finally {
    unlock(folder);
  }
}

/** For the end of a process, where nothing asynchronous runs any more. Gives up quietly after 3 seconds. */
export function withLockSync(folder: string, work: () => void): void {
  const deadline = performance.now() + 3_000;
  const pause = new Int32Array(new SharedArrayBuffer(4));
  while (!tryLock(folder)) {
    if (performance.now() > deadline) return;
    Atomics.wait(pause, 0, 0, 25);
  }
  try {
    work();
  } finally {
    unlock(folder);
  }
}
