import "server-only";
import { fork } from "node:child_process";
import path from "node:path";
import { type PhotoProblem, photoProblems } from "@/lib/domain/photo-problems";
import { env } from "@/lib/env";

export type PhotoFacts = {
  width: number;
  height: number;
  bytes: number;
  mime: string;
  exif: { lng?: number; lat?: number; takenAt?: string };
};

const patienceMs = 30_000;
const atOnce = 2;
const mayWait = 40;
let running = 0;
const waiting: (() => void)[] = [];

async function turn(): Promise<void> {
  if (running >= atOnce) {
    if (waiting.length >= mayWait) throw new Error("too many photos at once");
    await new Promise<void>((resolve) => waiting.push(resolve));
  }
  running += 1;
}

/**
 * Re-encodes one photo in a child process: 128 MB of heap, 512 MB in all, 30 seconds, an empty environment. A
 * child that dies had a file that no decoder should see again: damaged.
 */
export async function runPhotoWorker(
  source: string,
  fullTarget: string,
  thumbTarget: string,
): Promise<{ photo: PhotoFacts } | { problem: PhotoProblem }> {
  await turn();
  try {
    return await once(source, fullTarget, thumbTarget);
  } finally {
    running -= 1;
    waiting.shift()?.();
  }
}

function once(
  ...files: [string, string, string]
): Promise<{ photo: PhotoFacts } | { problem: PhotoProblem }> {
  const worker = path.join(/* turbopackIgnore: true */ process.cwd(), "lib/storage/photo-worker.mjs");
  return new Promise((resolve) => {
    const child = fork(worker, files, {
      execArgv: ["--max-old-space-size=128"],
      // No secret of ours is in reach of a decoder.
      env: { NODE_ENV: env().NODE_ENV },
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
    const timer = setTimeout(() => child.kill("SIGKILL"), patienceMs);
    // The first word counts; an exit without one is a crash, a memory stop or the end of patience.
    child.once("message", (message) => resolve(asOutcome(message)));
    child.once("error", () => resolve({ problem: "damaged" }));
    child.once("exit", () => {
      clearTimeout(timer);
      resolve({ problem: "damaged" });
    });
  });
}

/** Our own worker's message, in one of two shapes; anything else counts as a crash. */
function asOutcome(message: unknown): { photo: PhotoFacts } | { problem: PhotoProblem } {
  if (typeof message === "object" && message !== null) {
    if ("photo" in message) return { photo: message.photo as PhotoFacts };
    if ("problem" in message) {
      const problem = photoProblems.find((name) => name === message.problem);
      if (problem) return { problem };
    }
  }
  return { problem: "damaged" };
}
