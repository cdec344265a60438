import type { RowAnswer } from "@/lib/domain/import-report";

/** What an import's action tells its form, as one text among the answer's details. */
export type ImportReport = {
  rows: RowAnswer[];
  encoding: string | null;
  /** Initial passwords of new accounts: shown this once, kept nowhere. */
  secrets: { login: string; password: string }[];
};

export function writeReport(report: ImportReport): { report: string } {
  return { report: JSON.stringify(report) };
}

/** Only `writeReport` makes this detail. */
export function readReport(detail: Record<string, string | number | boolean>): ImportReport {
  return JSON.parse(String(detail.report ?? '{"rows":[],"encoding":null,"secrets":[]}')) as ImportReport;
}
