import "server-only";
import { Unzip, type UnzipFile, UnzipInflate, zipSync } from "fflate";
import { AppError } from "@/lib/domain/errors";

const mostEntries = 200;
const mostBytes = 30_000_000;
/** Small steps: what one of them can blow up to is bounded too. */
const stepBytes = 4_096;
/** The rows and columns our tables can have, with room for notes beside them. */
const mostSheetRows = 20_000;
const mostColumnLetters = 2;

/**
 * Unpacks a workbook while the real bytes are counted, refuses one that is a bomb or points to cells far out, and
 * packs what was counted once more: what is then read is what was looked at.
 */
export function guardWorkbook(bytes: Uint8Array): Uint8Array {
  const entries: Record<string, Uint8Array> = {};
  let count = 0;
  let total = 0;
  const unzip = new Unzip((file: UnzipFile) => {
    count += 1;
    if (count > mostEntries) throw tooLarge();
    const parts: Uint8Array[] = [];
    file.ondata = (error, chunk, isLast) => {
      if (error) throw error;
      total += chunk.length;
      if (total > mostBytes) throw tooLarge();
      parts.push(chunk);
      // Names are keys of nothing of ours but this list, and only those a workbook has are kept.
      if (isLast && /^(xl|_rels|docProps)\/[\w./-]+$|^\[Content_Types\]\.xml$/.test(file.name))
        entries[file.name] = joined(parts);
    };
    file.start();
  });
  unzip.register(UnzipInflate);
  try {
    for (let at = 0; at < bytes.length; at += stepBytes)
      unzip.push(bytes.subarray(at, at + stepBytes), at + stepBytes >= bytes.length);
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError("invalid", { file: "bad_workbook" });
  }
  for (const [name, data] of Object.entries(entries))
    if (name.startsWith("xl/worksheets/")) requireNearCells(data);
  return zipSync(entries, { level: 0 });
}

function tooLarge(): AppError {
  return new AppError("invalid", { file: "zip_too_large" });
}

/** A single cell in the last row of all would make a table of a million rows. */
function requireNearCells(sheet: Uint8Array): void {
  const text = new TextDecoder().decode(sheet);
  for (const [, letters = "", digits = ""] of text.matchAll(/\br="([A-Z]{0,9})(\d{1,9})"/g))
    if (Number(digits) > mostSheetRows || letters.length > mostColumnLetters)
      throw new AppError("invalid", { file: "too_many_rows" }, { most: mostSheetRows });
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
