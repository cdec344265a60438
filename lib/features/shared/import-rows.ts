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
      refuseNumbers(row);
      const outcome = await tx.transaction((savepoint) => work(savepoint, row));
      answers.push({ ...base, outcome, problems: [] });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const line = typeof error.detail.line === "number" ? { line: error.detail.line } : {};
      const problems = Object.entries(error.fields).map(([field, code]) => ({ field, code, ...line }));
      answers.push({
        ...base,
        outcome: "refused",
        problems: problems.length > 0 ? problems : [{ field: "row", code: error.code }],
      });
    }
  }
  return answers;
}

/** A code that a spreadsheet made a number of (9.90101E+11) has lost its digits: say that, not "wrong form". */
function refuseNumbers(row: object): void {
  if (!("values" in row) || typeof row.values !== "object" || row.values === null) return;
  for (const [field, value] of Object.entries(row.values))
    if (typeof value === "string" && /^\d(\.\d+)?E\+\d{1,3}$/i.test(value))
      throw new AppError("invalid", { [field]: "already_code_number" });
}

/** The line of the first row that says the same, for a list that must name nobody twice. */
export function firstLines<T extends { line: number }>(
  rows: readonly T[],
  keyOf: (row: T) => string,
): (row: T) => void {
  const first = new Map<string, number>();
  for (const row of rows) if (!first.has(keyOf(row))) first.set(keyOf(row), row.line);
  return (row) => {
    const line = first.get(keyOf(row));
    if (line !== undefined && line !== row.line)
      throw new AppError("invalid", { row: "duplicate_row" }, { line });
  };
}
