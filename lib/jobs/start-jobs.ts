import { getDb } from "@/db/client";
import type { Context } from "@/lib/features/context";
import { foldCounters } from "@/lib/features/progress/fold-counters";
import { drainOutbox } from "./outbox";
import { sweep } from "./sweep";
import { tidy } from "./tidy";

type Job = { name: string; everyMs: number; run: () => Promise<unknown> };

const running: { timers: NodeJS.Timeout[] } = { timers: [] };

/**
 * Starts this process's part in the jobs. Each is safe to run in several processes at once (row locks,
 * versions or an advisory lock decide), so there is no leader to lose. A failing run is logged once per
 * kind of failure in a row, and tried again at its next turn: the database may be away for a while.
 */
export function startJobs(hmac: Context["hmac"]): void {
  if (running.timers.length > 0) return;
  const jobs: Job[] = [
    { name: "outbox", everyMs: 1_000, run: () => drainOutbox(getDb()) },
    { name: "sweep", everyMs: 15_000, run: () => sweep(getDb(), hmac) },
    { name: "fold", everyMs: 5_000, run: () => foldCounters(getDb()) },
    { name: "tidy", everyMs: 600_000, run: () => tidy(getDb()) },
  ];
  for (const job of jobs) {
    let isBusy = false;
    let lastFailure = "";
    const timer = setInterval(async () => {
      if (isBusy) return;
      isBusy = true;
      try {
        await job.run();
        lastFailure = "";
      } catch (error) {
        const failure = error instanceof Error ? error.message : String(error);
        if (failure !== lastFailure) console.error(`job ${job.name}: ${failure}`);
        lastFailure = failure;
      } finally {
        isBusy = false;
      }
    }, job.everyMs);
    timer.unref();
    running.timers.push(timer);
  }
}
