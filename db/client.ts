import "server-only";
import { drizzle, type NodePgQueryResultHKT } from "drizzle-orm/node-postgres";
import type { PgDatabase } from "drizzle-orm/pg-core";
import pg from "pg";
import { env, givenDirectUrl } from "@/lib/env";
import * as schema from "./schema";
import { embeddedUrl, joinServer } from "./server";

/** The pool and any transaction fit it, so a verb called inside another transaction becomes a savepoint. */
export type Db = PgDatabase<NodePgQueryResultHKT, typeof schema>;

/** The address to connect to: the given server, or the embedded one as last started. */
export function connectionUrl(): string {
  const url = env().DATABASE_URL ?? embeddedUrl();
  if (!url) throw new Error("No database: `npm start` makes the embedded one, or set DATABASE_URL");
  return url;
}

/** The same for migrations and LISTEN, which a pooler in transaction mode cannot serve. */
export function directUrl(): string {
  return givenDirectUrl() ?? connectionUrl();
}

/** Asks for the address at each new connection, because a restarted embedded server may have another port. */
class CurrentAddressClient extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    // A pool cannot bear a constructor that throws: without an address the connection is refused instead.
    let connectionString = "postgres://127.0.0.1:1/none";
    try {
      connectionString = connectionUrl();
    } catch {
      // Said by the refused connection.
    }
    super({ ...config, connectionString });
  }
}

interface Shared {
  pool: pg.Pool;
  db: Db;
}

declare global {
  // On globalThis, so that a reload in development does not open a second pool.
  var gridkeepDatabase: Shared | undefined;
}

export function makePool(options: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool({
    max: 10,
    connectionTimeoutMillis: 4_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    allowExitOnIdle: true,
    application_name: "gridkeep",
    ...options,
  });
  // An idle connection that breaks is dropped by the pool, the next query opens another: nothing to do, but
  // without a listener the process would end.
  pool.on("error", () => undefined);
  return pool;
}

export function makeDb(pool: pg.Pool): Db {
  return drizzle({ client: pool, schema });
}

function shared(): Shared {
  if (!globalThis.gridkeepDatabase) {
    const pool = makePool({ Client: CurrentAddressClient });
    globalThis.gridkeepDatabase = { pool, db: makeDb(pool) };
  }
  return globalThis.gridkeepDatabase;
}

/** The one pool of this process. */
export function getPool(): pg.Pool {
  return shared().pool;
}

export function getDb(): Db {
  return shared().db;
}

/** Starts or joins the embedded server when no other is given. To be awaited once before the first query. */
export async function joinDatabase(): Promise<void> {
  if (!env().DATABASE_URL) await joinServer();
}

/** For scripts: joins the database, and sees to it that Ctrl-C leaves it properly. */
export async function openDatabase(): Promise<{ db: Db; pool: pg.Pool; close(): Promise<void> }> {
  for (const [signal, code] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const) {
    if (process.listenerCount(signal) === 0) process.once(signal, () => process.exit(code));
  }
  await joinDatabase();
  const { db, pool } = shared();
  return {
    db,
    pool,
    async close() {
      globalThis.gridkeepDatabase = undefined;
      await pool.end();
    },
  };
}
