import { spawn } from "node:child_process";
import { Fault, root } from "./project.mjs";

const isDiskFull = /ENOSPC|no space left on device/i;

/**
 * Runs a step to its end and shows what it said only if it failed.
 * @param {{ what: string, env?: Record<string, string | undefined>, signal?: AbortSignal }} options
 */
export function runQuietly(file, args, { what, env = {}, signal }) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
      // npm is a .cmd file on Windows, which only a shell can start.
      shell: process.platform === "win32" && file === "npm",
      signal,
    });
    let output = "";
    const collect = (chunk) => {
      output = (output + chunk).slice(-200_000);
    };
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    child.once("error", reject);
    child.once("close", (code, killer) => {
      if (code === 0) return resolve(output);
      if (isDiskFull.test(output)) return reject(new Fault(`the disk is full (磁盘已满), could not ${what}`));
      process.stderr.write(`${output.trimEnd()}\n`);
      reject(
        new Fault(`could not ${what} (${killer ? `ended by ${killer}` : `exit code ${code}`}), see above`),
      );
    });
  });
}

/** Runs a command in our place: its streams, its signals, its exit code. */
export function runInstead(file, args, env = {}) {
  const child = spawn(file, args, { cwd: root, env: { ...process.env, ...env }, stdio: "inherit" });
  // Ctrl-C reaches the child by itself, as it shares our terminal; other signals are handed on.
  process.on("SIGINT", () => undefined);
  for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve(code ?? 128 + (signalNumbers[signal] ?? 1)));
  });
}

const signalNumbers = { SIGHUP: 1, SIGINT: 2, SIGQUIT: 3, SIGABRT: 6, SIGKILL: 9, SIGSEGV: 11, SIGTERM: 15 };
