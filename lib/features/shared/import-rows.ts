import "server-only";
import { z } from "zod";
import type { Db } from "@/db/client";
import { AppError } from "@/lib/domain/errors";
import type { RowAnswer, RowOutcome } from "@/lib/domain/import-report";
import { maxTableRows } from "./read-table";
import { words } from "./text-fields";

export const importRow = z.strictObject({
  line: z.number().int().min(1),
  values: z.record(z.string().max(40), z.string()),
});

/** Rows as `readTable` gives them, and the file they came from. */
export const importInput = z.strictObject({
  source: words(200),
  rows: z.array(importRow).min(1).max(maxTableRows),
});

/**
 * Each row in a savepoint of its own: a refused one leaves nothing behind and the others stay. Anything but a
 * refusal is a fault and takes the whole import back.
 */
export async function importEach<T extends { line: number }>(
  tx: Db,
  rows: readonly T[],
  nameOf: (row: T) => string,
  work: (tx: Db, row: T) => Promise<Exclude<RowOutcome, "refused">>,
): Promise<RowAnswer[]> {
  const answers: RowAnswer[] = [];
  for (const row of rows) {
    const base = { line: row.line, name: nameOf(row).slice(0, 80) };
    try {
      const outcome = await tx.transaction((savepoint) => work(savepoint, row));
      answers.push({ ...base, outcome, problems: [] });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const problems = Object.entries(error.fields).map(([field, code]) => ({ field, code }));
      answers.push({
        ...base,
        outcome: "refused",
        problems: problems.length > 0 ? problems : [{ field: "row", code: error.code }],
      });
    }
  }
  return answers;
}
