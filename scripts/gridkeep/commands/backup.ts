import { directUrl, openDatabase } from "@/db/client";
import { fileStore } from "@/lib/storage/file-store";
import { writeBackup } from "../../backup/write-backup";
import type { CliCommand } from "../cli";

export const command: CliCommand = {
  words: ["backup"],
  summary: "Writes one moment of the whole database and every photo into a folder, beside a running server",
  arguments: [{ name: "dir", help: "a new folder: must not exist yet, or be empty" }],
  options: {
    "photos-from": {
      type: "string",
      value: "DIR",
      help: "an earlier backup: photos that it has are linked instead of copied again",
    },
  },
  notes: [
    "Not in it: AUTH_SECRET (of the demo: GRIDKEEP_DATA/auth-secret) and demo-accounts.txt. Keep the secret",
    "elsewhere: without it nobody stays signed in, and tracking codes given out no longer open anything.",
    "The folder appears under its name when all is written; until then it is DIR.unfinished.",
  ],
  async run(args, io) {
    const folder = args.positionals[0] ?? "";
    const photosFrom = args.text("photos-from");
    const { close } = await openDatabase();
    try {
      const manifest = await writeBackup({
        url: directUrl(),
        store: fileStore(),
        folder,
        progress: io.progress,
        ...(photosFrom ? { photosFrom } : {}),
      });
      const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
      const packed = manifest.tables.reduce((sum, table) => sum + table.bytes, 0);
      const { takenAt, tables, files, heads, program } = manifest;
      return {
        document: {
          ...{ folder, takenAt, program, tables: tables.length, rows, packedBytes: packed },
          ...{ histories: heads.rows, files: files.rows, fileBytes: files.totalBytes },
        },
        lines: [
          `${folder}: the state of ${takenAt}`,
          `${tables.length} tables, ${rows} rows (${packed} bytes packed), ${heads.rows} histories`,
          `${files.rows} photo files (${files.totalBytes} bytes)`,
        ],
        isDone: true,
      };
    } finally {
      await close();
    }
  },
};
