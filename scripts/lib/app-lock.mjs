import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

const lockFile = (folder) => path.join(folder, "app.lock");

function startTime(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
  } catch {
    return null;
  }
}

function isAlive({ pid, started }) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code !== "EPERM") return false;
  }
  // A number may be given out again; the start time may not.
  return started === null || startTime(pid) === started;
}

function read(folder) {
  try {
    const holder = JSON.parse(readFileSync(lockFile(folder), "utf8"));
    return Number.isInteger(holder.pid) ? holder : undefined;
  } catch {
    return undefined;
  }
}

/** One application per data folder. Answers undefined when it is ours, else who holds it. */
export function takeAppLock(folder, url) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const mine = `${lockFile(folder)}.${process.pid}`;
  writeFileSync(mine, JSON.stringify({ pid: process.pid, started: startTime(process.pid), url }), {
    mode: 0o600,
  });
  try {
    for (let attempt = 0; attempt < 20; attempt += 1) {
      try {
        // link() makes the file appear with its content, and fails when it is there.
        linkSync(mine, lockFile(folder));
        return undefined;
      } catch (error) {
        if (error.code !== "EEXIST") throw error;
      }
      const holder = read(folder);
      if (holder && isAlive(holder)) return holder;
      rmSync(lockFile(folder), { force: true });
    }
    return read(folder);
  } finally {
    rmSync(mine, { force: true });
  }
}

export function dropAppLock(folder) {
  if (read(folder)?.pid === process.pid) rmSync(lockFile(folder), { force: true });
}
