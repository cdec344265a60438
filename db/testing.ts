import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { type Db, makeDb, makePool } from "./client";
import { countLeases } from "./leases";
import { expectedMigrations, migrateDatabase, migrationsState } from "./migrate";
import { joinServer, stopServer } from "./server";
import {
  createDatabase,
  databaseUrl,
  dropDatabase,
  newTestName,
  testPrefix,
  withAdmin,
} from "./test-databases";

/**
 * Databases for tests. Files named `*.db.test.ts` run in the project `db`, whose global set-up is this file:
 * one server for the whole run, one migrated template, and a clone of it for whoever asks.
 * No database but `gridkeep_test_*` is ever made or dropped here, also on a server given by DATABASE_URL.
 */
const folderPrefix = "gridkeep-test-";

declare module "vitest" {
  interface ProvidedContext {
    testServer: { adminUrl: string; template: string };
  }
}

/** Vitest calls it once before the project's first file; what it answers is called after the last. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { adminUrl, stop } = await testServer();
  const { template, release } = await takeTemplate(adminUrl);
  project.provide("testServer", { adminUrl, template });
  return async () => {
    await release();
    await stop();
  };
}

async function testServer(): Promise<{ adminUrl: string; stop(): Promise<void> }> {
  // Past the pooler where there is one: databases are made, and a lock is kept for the whole run.
  const given = process.env.DATABASE_URL && (process.env.DATABASE_DIRECT_URL || process.env.DATABASE_URL);
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

/**
 * The migrated template, and the right to use it until `release`. Named by the migrations' content, so that one left
 * by a run that was killed is never mistaken for ours. Runs may share a server given by DATABASE_URL: the second
 * waits for the first one's template, and the last to leave drops it.
 */
async function takeTemplate(adminUrl: string): Promise<{ template: string; release(): Promise<void> }> {
  const hash = createHash("sha256");
  for (const migration of expectedMigrations()) hash.update(migration.hash);
  const template = `${testPrefix}template_${hash.digest("hex").slice(0, 16)}`;
  const users = `${template} users`;
  const holder = new pg.Client({ connectionString: adminUrl });
  // A server that goes away takes the lock along.
  holder.on("error", () => undefined);
  await holder.connect();
  try {
    await holder.query("select pg_advisory_lock(hashtext($1))", [template]);
    await makeTemplate(adminUrl, template, holder);
    await holder.query("select pg_advisory_lock_shared(hashtext($1))", [users]);
    await holder.query("select pg_advisory_unlock(hashtext($1))", [template]);
  } catch (error) {
    await holder.end();
    throw error;
  }
  return {
    template,
    async release() {
      try {
        await holder.query("select pg_advisory_lock(hashtext($1))", [template]);
        await holder.query("select pg_advisory_unlock_shared(hashtext($1))", [users]);
        const { rows } = await holder.query<{ alone: boolean }>(
          "select pg_try_advisory_lock(hashtext($1)) as alone",
          [users],
        );
        if (rows[0]?.alone) await dropDatabase(adminUrl, template);
      } finally {
        await holder.end();
      }
    },
  };
}

async function makeTemplate(adminUrl: string, template: string, client: pg.Client): Promise<void> {
  const url = databaseUrl(adminUrl, template);
  const { rowCount } = await client.query("select 1 from pg_database where datname = $1", [template]);
  if (rowCount) {
    const isCurrent = await withAdmin(url, async (inside) => (await migrationsState(inside)) === "current");
    if (isCurrent) return;
    await dropDatabase(adminUrl, template);
  }
  await createDatabase(client, template);
  await migrateDatabase(url);
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
  const name = newTestName();
  await withAdmin(adminUrl, (client) => createDatabase(client, name, template));
  const url = databaseUrl(adminUrl, name);
  const pool = makePool({ connectionString: url });
  return {
    db: makeDb(pool),
    pool,
    url,
    async drop() {
      // Whoever copies a database has closed it before.
      if (!pool.ending) await pool.end();
      await dropDatabase(adminUrl, name);
    },
  };
}

/** For proofs and benches, which run outside Vitest: a server (or DATABASE_URL's) and a fresh database of their own. */
export async function openOwnDatabase(): Promise<TestDatabase> {
  const { adminUrl, stop } = await testServer();
  const { template, release } = await takeTemplate(adminUrl);
  const own = await cloneDatabase(adminUrl, template);
  return {
    ...own,
    async drop() {
      await own.drop();
      await release();
      await stop();
    },
  };
}

/** A copy of an own database as it stands; nobody may be connected to the original meanwhile. */
export async function copyDatabase(url: string): Promise<{ url: string; drop(): Promise<void> }> {
  const name = newTestName();
  const original = new URL(url).pathname.slice(1);
  const adminUrl = databaseUrl(url, "postgres");
  await withAdmin(adminUrl, (client) => createDatabase(client, name, original));
  return { url: databaseUrl(url, name), drop: () => dropDatabase(adminUrl, name) };
}
