import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createDatabase, databaseUrl, dropDatabase, newTestName, withAdmin } from "@/db/test-databases";

/**
 * Where a site of the tests keeps its things: a data folder, with the embedded database in it; or, where DATABASE_URL
 * names a server, beside an empty database of its own there. `env` is for whoever works on it.
 */
export type SiteHome = { data: string; env: Record<string, string>; remove(): Promise<void> };

/** `name` begins the folder's name, such as "gridkeep-e2e-". */
export async function makeSiteHome(name: string): Promise<SiteHome> {
  const { url, direct, drop } = await makeDatabase();
  const data = mkdtempSync(path.join(tmpdir(), name));
  return {
    data,
    env: { GRIDKEEP_DATA: data, DATABASE_URL: url, DATABASE_DIRECT_URL: direct },
    async remove() {
      rmSync(data, { recursive: true, force: true });
      await drop();
    },
  };
}

async function makeDatabase(): Promise<{ url: string; direct: string; drop(): Promise<void> }> {
  const given = process.env.DATABASE_URL;
  if (!given) return { url: "", direct: "", drop: async () => undefined };
  const directGiven = process.env.DATABASE_DIRECT_URL;
  const adminUrl = directGiven || given;
  const name = newTestName();
  await withAdmin(adminUrl, (client) => createDatabase(client, name));
  return {
    url: databaseUrl(given, name),
    direct: directGiven ? databaseUrl(directGiven, name) : "",
    drop: () => dropDatabase(adminUrl, name),
  };
}
