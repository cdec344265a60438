/** What a file's import answers: each row for itself, so that one bad line loses nothing else. */
export const rowOutcomes = ["added", "changed", "unchanged", "refused"] as const;
export type RowOutcome = (typeof rowOutcomes)[number];

export type RowAnswer = {
  /** As an editor counts lines; for GeoJSON the number of the feature, from 1. */
  line: number;
  /** What the row calls itself: a code, a login. */
  name: string;
  outcome: RowOutcome;
  /** Empty unless refused. The code has a sentence in the messages; `line` is another row it speaks of. */
  problems: { field: string; code: string; line?: number }[];
};

export function countOutcomes(rows: readonly RowAnswer[]): Record<RowOutcome, number> {
  const counts: Record<RowOutcome, number> = { added: 0, changed: 0, unchanged: 0, refused: 0 };
  for (const { outcome } of rows) counts[outcome] += 1;
  return counts;
}
