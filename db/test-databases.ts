import { randomBytes } from "node:crypto";
import pg from "pg";

/**
 * The making and dropping of databases for tests, on whatever server. No name but `gridkeep_test_*` is ever touched.
 * Kept apart from `testing.ts`, because Playwright loads it, where server modules refuse.
 */
export const testPrefix = "gridkeep_test_";

export async function withAdmin<T>(adminUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** The same server, another database. */
export function databaseUrl(url: string, database: string): string {
  const other = new URL(url);
  other.pathname = `/${database}`;
  return other.href;
}

export function newTestName(): string {
  return `${testPrefix}${process.pid}_${randomBytes(6).toString("hex")}`;
}

/** As the embedded server makes them: text is compared by its bytes, whatever the server's own locale. */
export async function createDatabase(client: pg.Client, name: string, template = "template0"): Promise<void> {
  requireTestName(name);
  const form = template === "template0" ? "encoding 'UTF8' locale 'C'" : "";
  await client.query(`create database ${name} template ${template} ${form}`);
}

export async function dropDatabase(adminUrl: string, name: string): Promise<void> {
  requireTestName(name);
  await withAdmin(adminUrl, (client) => client.query(`drop database if exists ${name} with (force)`));
}

function requireTestName(name: string): void {
  if (!/^gridkeep_test_[a-z0-9_]+$/.test(name)) throw new Error(`${name} is no database of the tests`);
}
