import "server-only";
import { and, eq, lt } from "drizzle-orm";
import type { Db } from "@/db/client";
import { cityImports } from "@/db/schema";
import type { CityImportState, CityImportStep } from "@/lib/domain/city-import";
import { AppError } from "@/lib/domain/errors";

/** A process that has not been heard of for so long has died. */
const silenceMs = 60_000;
/** As many features are kept by name in the record of an import; the rest is counted. */
export const mostKept = 500;

/** The record of an import that begins now. One at a time: refuses while another one runs. */
export async function beginImport(
  tx: Db,
  { id, source, startedById, now }: { id: string; source: string; startedById: string | null; now: Date },
): Promise<void> {
  await tx
    .update(cityImports)
    .set({ state: "failed", endedAt: now, report: { reason: "died" } })
    .where(
      and(eq(cityImports.state, "running"), lt(cityImports.seenAt, new Date(now.getTime() - silenceMs))),
    );
  const [running] = await tx
    .select({ source: cityImports.source })
    .from(cityImports)
    .where(eq(cityImports.state, "running"));
  if (running) throw new AppError("conflict", {}, { reason: "import_running", source: running.source });
  await tx.insert(cityImports).values({
    ...{ id, source, startedById, state: "running", startedAt: now, seenAt: now },
  });
}

/** How far it is. Not a command: it says nothing about the city. Answers whether somebody asked to stop. */
export async function noteProgress(
  db: Db,
  id: string,
  progress: { step: CityImportStep; share: number; now: Date },
): Promise<{ isCancelAsked: boolean }> {
  const [row] = await db
    .update(cityImports)
    .set({ step: progress.step, share: progress.share, seenAt: progress.now })
    .where(and(eq(cityImports.id, id), eq(cityImports.state, "running")))
    .returning({ isCancelAsked: cityImports.isCancelAsked });
  return { isCancelAsked: row?.isCancelAsked ?? false };
}

export async function endImport(
  db: Db,
  id: string,
  outcome: { state: Exclude<CityImportState, "running">; report: Record<string, unknown>; now: Date },
): Promise<void> {
  const { state, report, now } = outcome;
  await db
    .update(cityImports)
    .set({ state, report, endedAt: now, seenAt: now })
    .where(and(eq(cityImports.id, id), eq(cityImports.state, "running")));
}
