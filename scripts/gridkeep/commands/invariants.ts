import { checkFiles } from "@/lib/features/audit/check-files";
import { checkInvariants } from "@/lib/features/audit/check-invariants";
import { fileStore } from "@/lib/storage/file-store";
import type { CliCommand } from "../cli";
import { withDatabase } from "../open-database";

export const command: CliCommand = {
  words: ["invariants"],
  summary:
    "Replays every history and checks rows, hash chains, deadlines, photos and counters. Changes nothing.",
  arguments: [],
  options: {
    "hash-files": {
      type: "boolean",
      help: "read every byte of every photo too, not only its presence and size",
    },
  },
  notes: ["Exit code 0: all is as the histories say. 1: each problem is named by table and row."],
  async run(args) {
    return withDatabase(async (db) => {
      const rows = await checkInvariants(db);
      const { files, problems: missing } = await checkFiles(db, fileStore(), {
        isEveryByteRead: args.has("hash-files"),
      });
      const report = { ...rows, files, problems: [...rows.problems, ...missing] };
      const found = report.problems.map(
        ({ table, id, check, detail }) => `${table} ${id}: ${check}: ${detail}`,
      );
      const summary = `${report.tickets} tickets, ${report.events} events, ${files} files, ${report.problems.length} problems`;
      return { document: report, lines: [...found, summary], isDone: report.problems.length === 0 };
    });
  },
};
