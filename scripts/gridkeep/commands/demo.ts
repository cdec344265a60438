import { authSecret } from "@/lib/env";
import { writeDemo } from "../../demo/write-demo";
import { type CliCommand, CliFault } from "../cli";
import { withDatabase } from "../open-database";

export const command: CliCommand = {
  words: ["demo"],
  summary: "Makes the demo city with three months behind it, on an empty database",
  arguments: [],
  options: {},
  notes: [
    "The accounts stand in demo-accounts.txt in the data folder. Not for real data: its passwords lie in clear there.",
    "With DATABASE_URL set, AUTH_SECRET must be the one that the site runs with (GRIDKEEP_DEMO=1: made by itself).",
  ],
  async run(_args, io) {
    requireSecret();
    const made = await withDatabase((db) => writeDemo(db, (text) => io.warn(text)));
    if (!made)
      throw new CliFault([
        "the database holds a city or accounts already: `demo` needs an empty one; " +
          "set GRIDKEEP_DATA to another folder, or DATABASE_URL to an empty database",
      ]);
    return {
      document: made,
      isDone: true,
      lines: [`${made.reported} tickets; accounts in ${made.accountsFile}`],
    };
  },
};

/** Asked for before the first row is written: what is signed in the middle of the work would leave half a city. */
function requireSecret(): void {
  try {
    authSecret();
  } catch (error) {
    throw new CliFault([error instanceof Error ? error.message : String(error), "nothing was made"]);
  }
}
