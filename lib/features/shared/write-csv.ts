import "server-only";

// Also after blanks, also full width; a leading apostrophe before such a sign is doubled, so that reading can take one off.
const formula = /^'*[\s\u3000]*[=+\-@＝＋－＠]|^'*[\t\r\n]/;

/** What a spreadsheet would take for a formula is made text by an apostrophe. */
export function withoutFormula(value: string): string {
  return formula.test(value) ? `'${value}` : value;
}

/** The same cell as it was before `withoutFormula`. */
export function withFormula(value: string): string {
  return value.startsWith("'") && formula.test(value) ? value.slice(1) : value;
}

/** One cell; numbers of ours stay numbers. */
function cell(value: string | number): string {
  if (typeof value === "number") return String(value);
  const safe = withoutFormula(value);
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Rows as CSV with a byte-order mark, by which spreadsheets know Chinese text. */
export function toCsv(rows: readonly (readonly (string | number)[])[]): string {
  return `\uFEFF${rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("")}`;
}
