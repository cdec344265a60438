import { directUrl, openDatabase } from "@/db/client";
import { checkFiles } from "@/lib/features/audit/check-files";
import { checkInvariants } from "@/lib/features/audit/check-invariants";
import { fileStore } from "@/lib/storage/file-store";
import { restoreBackup } from "../../backup/restore-backup";
import type { CliCommand } from "../cli";

export const command: CliCommand = {
  words: ["restore"],
  summary: "Puts a backup into an empty database and its photos into the store, then checks everything",
  arguments: [{ name: "dir", help: "a folder that `backup` wrote" }],
  options: {},
  notes: [
    "The database must be empty: a new DATABASE_URL, or a new GRIDKEEP_DATA folder before its first start.",
    "Every byte of the backup is checked before the first write; a damaged one is refused by its file's name.",
    "All rows come in one transaction. Bring AUTH_SECRET along by hand: it is not in the backup.",
  ],
  async run(args, io) {
    const folder = args.positionals[0] ?? "";
    const { db, close } = await openDatabase();
    try {
      const store = fileStore();
      const manifest = await restoreBackup({ url: directUrl(), store, folder, progress: io.progress });
      io.progress("invariants", 0.99);
      const report = await checkInvariants(db);
      const { files, problems: missing } = await checkFiles(db, store);
      const problems = [...report.problems, ...missing];
      const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
      return {
        document: {
          ...{ folder, takenAt: manifest.takenAt, tables: manifest.tables, rows },
          ...{ histories: manifest.heads.rows, files: manifest.files.rows },
          ...{ tickets: report.tickets, events: report.events, problems },
        },
        lines: [
          ...manifest.tables.map(
            (table) => `${table.contentSha256.slice(0, 16)}  ${table.name}: ${table.rows} rows, equal`,
          ),
          `${rows} rows, ${manifest.heads.rows} histories, ${manifest.files.rows} photo files: counts and hashes equal`,
          ...problems.map(({ table, id, check, detail }) => `${table} ${id}: ${check}: ${detail}`),
          `${report.tickets} tickets, ${report.events} events, ${files} files, ${problems.length} problems`,
        ],
        isDone: problems.length === 0,
      };
    } finally {
      await close();
    }
  },
};
