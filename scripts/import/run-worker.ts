import { fork } from "node:child_process";
import path from "node:path";
import type { CityImportOrder } from "@/lib/domain/city-import";
import { root } from "../lib/project.mjs";
import type { WorkerMessage } from "./worker";

export type WorkerOutcome =
  | Exclude<WorkerMessage, { kind: "progress" }>
  | { kind: "out_of_memory" | "ended" };

/** Starts the process that imports, with so much heap, and waits for what becomes of it. */
export function runImportWorker(
  order: CityImportOrder,
  heapMegabytes: number,
  onProgress: (step: string, share: number) => void,
): Promise<WorkerOutcome> {
  return new Promise((resolve, reject) => {
    const child = fork(path.join(root, "scripts/import/worker.ts"), [JSON.stringify(order)], {
      execArgv: [`--max-old-space-size=${heapMegabytes}`, "--conditions=react-server", "--import", "tsx"],
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    const stop = () => child.kill("SIGTERM");
    process.once("exit", stop);
    let outcome: WorkerOutcome | undefined;
    let said = "";
    child.stderr?.on("data", (chunk: Buffer) => {
      said = (said + chunk.toString("utf8")).slice(-20_000);
    });
    // Our own worker's messages, in the shapes that it declares.
    child.on("message", (message: WorkerMessage) => {
      if (message.kind === "progress") onProgress(message.step, message.share);
      else outcome = message;
    });
    child.once("error", reject);
    child.once("close", (code, signal) => {
      process.off("exit", stop);
      if (outcome) resolve(outcome);
      else if (/heap out of memory|allocation failed/i.test(said)) resolve({ kind: "out_of_memory" });
      else if (signal || code === 130) resolve({ kind: "ended" });
      else reject(new Error(`the import ended with code ${code}\n${said.trimEnd()}`));
    });
  });
}
