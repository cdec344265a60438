import "server-only";
import readExcelFile from "read-excel-file/node";
import writeExcelFile from "write-excel-file/node";
import { AppError } from "@/lib/domain/errors";
import { readTable, type Table, type TableColumn, tableOf } from "./read-table";
import { guardWorkbook } from "./spreadsheet-zip";
import { toCsv, withoutFormula } from "./write-csv";

export const sheetFormats = ["xlsx", "csv"] as const;
export type SheetFormat = (typeof sheetFormats)[number];

/** The first sheet of an xlsx workbook, or a CSV in any of the usual encodings. Refuses whatever is neither. */
export async function readSpreadsheet(bytes: Uint8Array, columns: readonly TableColumn[]): Promise<Table> {
  const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b;
  if (!isZip) return readTable(bytes, columns);
  const safe = guardWorkbook(bytes);
  const sheets = await readExcelFile(Buffer.from(safe)).catch(() => {
    throw new AppError("invalid", { file: "bad_workbook" });
  });
  const lines = (sheets[0]?.data ?? [])
    .map((cells, index) => ({ line: index + 1, cells: cells.map(textOf) }))
    .filter(({ cells }) => cells.some((cell) => cell !== ""));
  return { encoding: "xlsx", rows: tableOf(lines, columns) };
}

/** A cell as its text: codes that became numbers are whole again, days are written as the city writes them. */
function textOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "" : value.toISOString().slice(0, 10);
  if (typeof value === "number") return Number.isInteger(value) ? value.toFixed(0) : String(value);
  return String(value).trim();
}

/** Text stays text in both forms: no formula, no code read as a number, no day turned round. */
export async function writeSpreadsheet(
  format: SheetFormat,
  name: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): Promise<Uint8Array> {
  if (format === "csv") return new TextEncoder().encode(toCsv([head, ...rows]));
  // Typed as text, nothing runs; but an apostrophe of its own would be taken off when it is read.
  const plain = (value: string) => (value.startsWith("'") ? withoutFormula(value) : value);
  const cell = (value: string) => (value === "" ? null : { type: String, value: plain(value), format: "@" });
  const data = [
    head.map((value) => ({ type: String, value, fontWeight: "bold" as const })),
    ...rows.map((row) => row.map(cell)),
  ];
  const widths = head.map((title, at) => {
    const longest = Math.max(width(title), ...rows.slice(0, 200).map((row) => width(row[at] ?? "")));
    return { width: Math.min(60, Math.max(8, longest + 2)) };
  });
  const options = { sheet: name.slice(0, 31), columns: widths, stickyRowsCount: 1 };
  return writeExcelFile(data, options).toBuffer();
}

/** Chinese signs are twice as wide. */
function width(text: string): number {
  return [...text].reduce((sum, sign) => sum + (sign > "\u2e7f" ? 2 : 1), 0);
}
