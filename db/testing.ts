import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { type Db, makeDb, makePool } from "./client";
import { countLeases } from "./leases";
import { expectedMigrations, migrateDatabase, migrationsState } from "./migrate";
import { joinServer, stopServer } from "./server";

/**
 * Databases for tests. Files named `*.db.test.ts` run in the project `db`, whose global set-up is this file:
 * one server for the whole run, one migrated template, and a clone of it for whoever asks.
 * No database but `gridkeep_test_*` is ever made or dropped here, also on a server given by DATABASE_URL.
 */
const prefix = "gridkeep_test_";
const folderPrefix = "gridkeep-test-";

declare module "vitest" {
  interface ProvidedContext {
    testServer: { adminUrl: string; template: string };
  }
}

/** Vitest calls it once before the project's first file; what it answers is called after the last. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { adminUrl, stop } = await testServer();
  const template = await ensureTemplate(adminUrl);
  project.provide("testServer", { adminUrl, template });
  return stop;
}

async function testServer(): Promise<{ adminUrl: string; stop(): Promise<void> }> {
  const given = process.env.DATABASE_URL;
  if (given) return { adminUrl: given, stop: async () => undefined };
  await sweepAbandoned();
  const folder = mkdtempSync(path.join(tmpdir(), folderPrefix));
  const server = await joinServer(folder);
  return {
    adminUrl: server.url("postgres"),
    async stop() {
      server.leave();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A run that was killed leaves its server and folder behind: the next run clears them away. */
async function sweepAbandoned(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    const folder = path.join(tmpdir(), name);
    if (!name.startsWith(folderPrefix) || countLeases(folder) > 0) continue;
    try {
      // A run that began just now may not have taken its lease yet.
      if (statSync(folder).mtimeMs > Date.now() - 600_000) continue;
      await stopServer(folder);
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // Another user's folder: not ours to clear.
    }
  }
}

async function withAdmin<T>(adminUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Named by the migrations' content, so that a template left by an older run is never mistaken for ours. */
async function ensureTemplate(adminUrl: string): Promise<string> {
  const hash = createHash("sha256");
  for (const migration of expectedMigrations()) hash.update(migration.hash);
  const template = `${prefix}template_${hash.digest("hex").slice(0, 16)}`;
  const url = databaseUrl(adminUrl, template);
  await withAdmin(adminUrl, async (client) => {
    // Two runs may share a server given by DATABASE_URL: the second waits for the first one's template.
    await client.query("select pg_advisory_lock(hashtext($1))", [template]);
    const exists = async () =>
      ((await client.query("select 1 from pg_database where datname = $1", [template])).rowCount ?? 0) > 0;
    if (await exists()) {
      const isCurrent = await withAdmin(url, async (inside) => (await migrationsState(inside)) === "current");
      if (isCurrent) return;
      await client.query(`drop database ${template}`);
    }
    await client.query(`create database ${template} template template0 encoding 'UTF8' locale 'C'`);
    await migrateDatabase(url);
  });
  return template;
}

function databaseUrl(adminUrl: string, database: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${database}`;
  return url.href;
}

export interface TestDatabase {
  db: Db;
  pool: pg.Pool;
  url: string;
  drop(): Promise<void>;
}

/** A fresh migrated database (about 0.1 s). Call `drop` in `afterAll`. */
export async function createTestDatabase(): Promise<TestDatabase> {
  // Not at the top: this file is also loaded by Vitest's main process, where that module refuses.
  const { inject } = await import("vitest");
  const { adminUrl, template } = inject("testServer");
  return cloneDatabase(adminUrl, template);
}

async function cloneDatabase(adminUrl: string, template: string): Promise<TestDatabase> {
  const name = `${prefix}${process.pid}_${randomBytes(6).toString("hex")}`;
  await withAdmin(adminUrl, (client) => client.query(`create database ${name} template ${template}`));
  const url = databaseUrl(adminUrl, name);
  const pool = makePool({ connectionString: url });
  return {
    db: makeDb(pool),
    pool,
    url,
    async drop() {
      // Whoever copies a database has closed it before.
      if (!pool.ending) await pool.end();
      await withAdmin(adminUrl, (client) => client.query(`drop database if exists ${name} with (force)`));
    },
  };
}

/** For proofs and benches, which run outside Vitest: a server (or DATABASE_URL's) and a fresh database of their own. */
export async function openOwnDatabase(): Promise<TestDatabase> {
  const { adminUrl, stop } = await testServer();
  const own = await cloneDatabase(adminUrl, await ensureTemplate(adminUrl));
  return {
    ...own,
    async drop() {
      await own.drop();
      await stop();
    },
  };
}

/** A copy of an own database as it stands; nobody may be connected to the original meanwhile. */
export async function copyDatabase(url: string): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `${prefix}${process.pid}_${randomBytes(6).toString("hex")}`;
  const adminUrl = databaseUrl(url, "postgres");
  await withAdmin(adminUrl, (client) =>
    client.query(`create database ${name} template ${new URL(url).pathname.slice(1)}`),
  );
  return {
    url: databaseUrl(url, name),
    drop: () =>
      withAdmin(
        adminUrl,
        async (client) => void (await client.query(`drop database if exists ${name} with (force)`)),
      ),
  };
}
