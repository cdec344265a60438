import { checkInvariants } from "@/lib/features/audit/check-invariants";
import type { CliCommand } from "../cli";
import { withDatabase } from "../open-database";

export const command: CliCommand = {
  words: ["invariants"],
  summary:
    "Replays every history and checks rows, hash chains, deadlines, photos and counters. Changes nothing.",
  arguments: [],
  options: {},
  notes: ["Exit code 0: all is as the histories say. 1: each problem is named by table and row."],
  async run() {
    return withDatabase(async (db) => {
      const report = await checkInvariants(db);
      const found = report.problems.map(
        ({ table, id, check, detail }) => `${table} ${id}: ${check}: ${detail}`,
      );
      const summary = `${report.tickets} tickets, ${report.events} events, ${report.problems.length} problems`;
      return { document: report, lines: [...found, summary], isDone: report.problems.length === 0 };
    });
  },
};
