import { readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "csv-parse/sync";

/** Reads `tests/expected-matrix.csv`, the table kept by hand: one cell per post, command, scope and state. */
export function expectedCells(): Set<string> {
  const file = path.join(import.meta.dirname, "..", "expected-matrix.csv");
  const rows: { post: string; command: string; scopes: string; states: string }[] = parse(
    readFileSync(file),
    {
      columns: true,
    },
  );
  const cells = new Set<string>();
  for (const { post, command, scopes, states } of rows)
    for (const scope of scopes.split(" "))
      for (const state of states.split(" ")) {
        const cell = `${post}|${command}|${scope}|${state}`;
        if (cells.has(cell)) throw new Error(`${cell} stands twice in the expected matrix`);
        cells.add(cell);
      }
  return cells;
}
