import { rm } from "node:fs/promises";
import path from "node:path";
import { uuidv7 } from "uuidv7";
import type { Db } from "@/db/client";
import { MigrationError } from "@/db/migrate";
import type {
  CityImportOrder,
  CityImportState,
  CityImportStep,
  ImportFaultLine,
} from "@/lib/domain/city-import";
import { AppError } from "@/lib/domain/errors";
import { beginImport, endImport, mostKept, noteProgress } from "@/lib/features/city/track-import";
import { readClock } from "@/lib/features/command";
import { CliFault } from "../gridkeep/cli";
import { withDatabase } from "../gridkeep/open-database";
import { faultLine } from "./fault-words";
import { type CityImportResult, importCityFrom, importerContext } from "./import-city";
import { ImportFault } from "./import-fault";

/**
 * One import of a city, in a process of its own: what it needs of memory is bounded by the heap it was started with,
 * and its end, however it comes, ends the transaction. It is told what to do by one JSON argument, writes how far it is
 * into the record of imports, and tells its parent, if that listens, the same and the outcome.
 */
export type WorkerMessage =
  | { kind: "progress"; step: CityImportStep; share: number }
  | { kind: "done"; result: CityImportResult & { peakMegabytes: number } }
  | { kind: "refused"; faults: readonly ImportFaultLine[] }
  | { kind: "taken"; name: string; used: Record<string, number> | null };

const lookMs = 1_000;
const exitCodes = { done: 0, refused: 1, cancelled: 130 } as const;

function tell(message: WorkerMessage): Promise<void> {
  return new Promise((resolve) => {
    if (process.send) process.send(message, () => resolve());
    else resolve();
  });
}

// Our own parent's order: the page and the command line check what people typed.
const order = JSON.parse(process.argv[2] ?? "{}") as CityImportOrder;
let present: { step: CityImportStep; share: number } = { step: "reading", share: 0 };

async function run(db: Db): Promise<number> {
  let id = order.importId ?? null;
  // From a terminal, a source that cannot be read is told there and leaves no trace; a page has put it on record before.
  const begin = async () => {
    if (id !== null) return;
    const begun = { id: uuidv7(), source: path.basename(path.resolve(order.from)).slice(0, 200) };
    await beginImport(db, { ...begun, startedById: null, now: await readClock(db) });
    id = begun.id;
  };
  const end = async (state: Exclude<CityImportState, "running">, report: Record<string, unknown>) => {
    if (id !== null) await endImport(db, id, { state, report, now: await readClock(db) });
  };
  const stopLooking = watch(db, () => id, end);
  try {
    const refused = await refusal(async () => {
      const result = await importCityFrom(importerContext(db), order, progress, begin);
      await end("done", shortened(result));
      const peakMegabytes = Math.round(process.resourceUsage().maxRSS / 1024);
      await tell({ kind: "done", result: { ...result, peakMegabytes } });
    });
    if (!refused) return exitCodes.done;
    await end("refused", refused.report);
    await tell(refused.message);
    return exitCodes.refused;
  } catch (error) {
    await end("failed", { reason: "fault" });
    throw error;
  } finally {
    stopLooking();
    if (order.isRemovedAfterwards) await rm(path.dirname(order.from), { recursive: true, force: true });
  }
}

function progress(step: CityImportStep, share: number): void {
  present = { step, share };
  void tell({ kind: "progress", step, share });
}

/** Every second: how far it is into the record, and whether somebody asked to stop. */
function watch(
  db: Db,
  recordId: () => string | null,
  end: (state: "cancelled", report: Record<string, unknown>) => Promise<void>,
): () => void {
  const timer = setInterval(async () => {
    const id = recordId();
    if (id === null) return;
    try {
      const { isCancelAsked } = await noteProgress(db, id, { ...present, now: await readClock(db) });
      if (!isCancelAsked) return;
      await end("cancelled", {});
      // The open transaction ends with the process.
      process.exit(exitCodes.cancelled);
    } catch {
      // The database is away for a moment: the import itself will say so if it stays away.
    }
  }, lookMs);
  timer.unref();
  return () => clearInterval(timer);
}

/** What the operator can mend, as a message and as a record; anything else is a bug and passes. */
async function refusal(
  work: () => Promise<unknown>,
): Promise<{ message: WorkerMessage; report: Record<string, unknown> } | null> {
  try {
    await work();
    return null;
  } catch (error) {
    if (error instanceof ImportFault) {
      return { message: { kind: "refused", faults: error.faults }, report: { faults: error.faults } };
    }
    if (!(error instanceof AppError)) throw error;
    const { name, source, ...used } = error.detail;
    if (error.code === "not_empty") {
      const counts = Object.entries(used).flatMap(([key, value]) =>
        typeof value === "number" ? [[key, value]] : [],
      );
      const message = { kind: "taken" as const, name: String(name), used: Object.fromEntries(counts) };
      return { message, report: { taken: String(name), ...message.used } };
    }
    const fault = source
      ? faultLine("", "import_running", { source: String(source) })
      : faultLine("", "refused", { refusal: error.code });
    return { message: { kind: "refused", faults: [fault] }, report: { faults: [fault] } };
  }
}

function shortened(result: CityImportResult): Record<string, unknown> {
  const { skipped, repaired, ...rest } = result;
  return {
    ...rest,
    ...{ skippedCount: skipped.length, repairedCount: repaired.length },
    ...{ skipped: skipped.slice(0, mostKept), repaired: repaired.slice(0, mostKept) },
  };
}

// An import from a page outlives the process that began it; one from a terminal ends with it.
if (!order.importId) process.on("disconnect", () => process.kill(process.pid, "SIGTERM"));
try {
  process.exitCode = await withDatabase(run);
} catch (error) {
  if (!(error instanceof CliFault && error.cause instanceof MigrationError)) throw error;
  const { state, message } = error.cause;
  await tell({ kind: "refused", faults: [faultLine("", `schema_${state}`, { message })] });
  process.exitCode = exitCodes.refused;
} finally {
  if (process.connected) process.disconnect();
}
