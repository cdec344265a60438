import "server-only";
import { parse } from "csv-parse/sync";
import { AppError } from "@/lib/domain/errors";
import { withFormula } from "./write-csv";

export const tableEncodings = ["utf-8", "utf-16le", "gb18030", "xlsx"] as const;
export type TableEncoding = (typeof tableEncodings)[number];

/** One column: what the code calls it, and what heads people write over it. */
export type TableColumn = {
  field: string;
  /** The Chinese head first, the English one last. */
  heads: readonly string[];
  isRequired?: boolean;
  /** Holds a day, which spreadsheets like to write their own way. */
  isDay?: boolean;
  /** Which list of words stands for its codes in a file that people read; several are parted by semicolons. */
  words?: TableWords;
};
export type TableWords =
  | "unitKind"
  | "responsibleKind"
  | "post"
  | "level"
  | "classKind"
  | "urgency"
  | "yesNo"
  | "limitUnit"
  | "dayKind"
  | "dayBasis";
export type TableRow = { line: number; values: Record<string, string> };
export type Table = { encoding: TableEncoding; rows: TableRow[] };

export const maxTableRows = 5_000;
const maxCell = 2_000;

/**
 * Reads a CSV as spreadsheets write it: UTF-8 with or without mark, Unicode text, or GBK as a Chinese Windows
 * saves it; comma, tab or semicolon. Refuses what is no text (a workbook) and a head without a needed column.
 */
export function readTable(bytes: Uint8Array, columns: readonly TableColumn[]): Table {
  const { text, encoding } = decode(bytes);
  return { encoding, rows: tableOf(records(text), columns) };
}

/** Finds the columns by their heads in the first line and gives the others as fields. */
export function tableOf(
  lines: readonly { line: number; cells: string[] }[],
  columns: readonly TableColumn[],
): TableRow[] {
  const [head, ...body] = lines;
  if (!head || body.length === 0) throw new AppError("invalid", { file: "empty_file" });
  if (body.length > maxTableRows)
    throw new AppError("invalid", { file: "too_many_rows" }, { most: maxTableRows, rows: body.length });
  const positions = columns.map((column) => ({ ...column, at: positionOf(head.cells, column) }));
  const missing = positions.find(({ at, isRequired }) => isRequired && at < 0);
  if (missing) throw new AppError("invalid", { file: "missing_column" }, { column: missing.field });
  return body.map(({ line, cells }) => ({
    line,
    values: Object.fromEntries(
      positions
        .filter(({ at }) => at >= 0)
        .map(({ field, at, isDay }) => {
          const text = withFormula(cells[at] ?? "").slice(0, maxCell);
          return [field, isDay ? plainDay(text) : text];
        }),
    ),
  }));
}

/** 2026/3/2, 2026.3.2 and 2026年3月2日 are the day 2026-03-02. */
function plainDay(text: string): string {
  const found = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(text.trim());
  if (!found) return text;
  const [, year = "", month = "", day = ""] = found;
  return `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
}

function decode(bytes: Uint8Array): { text: string; encoding: TableEncoding } {
  if (bytes.length === 0) throw new AppError("invalid", { file: "empty_file" });
  const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b;
  const isOldWorkbook = bytes[0] === 0xd0 && bytes[1] === 0xcf;
  if (isZip || isOldWorkbook) throw new AppError("invalid", { file: "not_csv" });
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  for (const encoding of isUtf16 ? (["utf-16le"] as const) : (["utf-8", "gb18030"] as const)) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
      if (text.includes("\u0000")) break;
      return { text, encoding };
    } catch {
      // Not this one: the next is tried.
    }
  }
  throw new AppError("invalid", { file: "bad_encoding" });
}

function records(text: string): { line: number; cells: string[] }[] {
  const first = text.slice(0, text.search(/[\r\n]|$/));
  const delimiter = [",", "\t", ";"].toSorted((a, b) => first.split(b).length - first.split(a).length)[0];
  try {
    const lines: { line: number; cells: string[] }[] = [];
    parse(text, {
      bom: true,
      delimiter: delimiter ?? ",",
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
      onRecord(cells: string[], { lines: line }) {
        if (cells.some((cell) => cell !== "")) lines.push({ line, cells });
        return null;
      },
    });
    return lines;
  } catch (error) {
    const line = error instanceof Error && "lines" in error ? Number(error.lines) : 0;
    throw new AppError("invalid", { file: "not_csv" }, { line });
  }
}

function positionOf(head: readonly string[], column: TableColumn): number {
  const known = [column.field, ...column.heads].map(plain);
  return head.findIndex((cell) => known.includes(plain(cell)));
}

function plain(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s_*()-]/g, "");
}
