import { existsSync } from "node:fs";
import path from "node:path";
import { type MigrationMeta, readMigrationFiles } from "drizzle-orm/migrator";
import { drizzle } from "drizzle-orm/node-postgres";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import pg from "pg";

/** Any number: every process that migrates this product asks for the same lock. */
const advisoryLock = 4_710_392_185;

const defaultFolder = () => path.join(/* turbopackIgnore: true */ process.cwd(), "db", "migrations");

export type MigrationsState = "current" | "behind" | "newer" | "different";

export class MigrationError extends Error {
  constructor(
    readonly state: Exclude<MigrationsState, "current" | "behind">,
    message: string,
  ) {
    super(message);
    this.name = "MigrationError";
  }
}

/** What a query is asked through: a pool, a client, whatever runs SQL. */
interface Queryable {
  query(text: string): Promise<{ rows: unknown[] }>;
}

export function expectedMigrations(folder = defaultFolder()): readonly MigrationMeta[] {
  if (!existsSync(path.join(folder, "meta", "_journal.json"))) {
    throw new Error(`No migrations in ${folder}: start from the project's folder`);
  }
  return readMigrationFiles({ migrationsFolder: folder });
}

async function appliedHashes(client: Queryable): Promise<string[]> {
  const { rows } = await client.query(
    "select to_regclass('drizzle.__drizzle_migrations') is not null as present",
  );
  const first = rows[0];
  if (!(typeof first === "object" && first !== null && "present" in first && first.present === true))
    return [];
  const applied = await client.query("select hash from drizzle.__drizzle_migrations order by created_at, id");
  return applied.rows.map((row) =>
    typeof row === "object" && row !== null && "hash" in row ? String(row.hash) : "",
  );
}

/** Compares by content, in order: the same number of migrations with one edited is not the same schema. */
function compare(applied: readonly string[], expected: readonly MigrationMeta[]): MigrationsState {
  const common = Math.min(applied.length, expected.length);
  for (let index = 0; index < common; index += 1) {
    if (applied[index] !== expected[index]?.hash) return "different";
  }
  if (applied.length > expected.length) return "newer";
  return applied.length < expected.length ? "behind" : "current";
}

export async function migrationsState(
  client: Queryable,
  expected: readonly MigrationMeta[] = expectedMigrations(),
): Promise<MigrationsState> {
  return compare(await appliedHashes(client), expected);
}

async function connect(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString,
    connectionTimeoutMillis: 10_000,
    application_name: "gridkeep-migrate",
  });
  client.on("error", () => undefined);
  await client.connect();
  return client;
}

/**
 * Brings the database to the schema of this code. One process at a time does it, the others wait: the lock is held
 * by an open transaction, because a pooler in transaction mode gives a session's lock to whoever comes next.
 */
export async function migrateDatabase(
  connectionString: string,
  { folder = defaultFolder() }: { folder?: string } = {},
): Promise<{ applied: number }> {
  const expected = expectedMigrations(folder);
  const holder = await connect(connectionString);
  try {
    await holder.query("begin");
    await holder.query(`select pg_advisory_xact_lock(${advisoryLock})`);
    const before = await appliedHashes(holder);
    const state = compare(before, expected);
    if (state === "newer") {
      throw new MigrationError(
        "newer",
        `The database is newer than this code: ${before.length} migrations applied, ${expected.length} known. ` +
          "Start the newer version of Gridkeep, or restore a backup made by this one.",
      );
    }
    if (state === "different") {
      throw new MigrationError(
        "different",
        "The database was made by other code: a migration applied to it is not the one in db/migrations. " +
          "Start the version of Gridkeep that made it, or use an empty database.",
      );
    }
    if (state === "behind") await applyMigrations(connectionString, folder);
    return { applied: expected.length - before.length };
  } finally {
    // Ending the connection ends the transaction, and with it the lock.
    await holder.end();
  }
}

/** On a connection of its own: its transaction is the migrator's, the other one's is the lock. */
async function applyMigrations(connectionString: string, migrationsFolder: string): Promise<void> {
  const client = await connect(connectionString);
  try {
    await migrate(drizzle({ client }), { migrationsFolder });
  } finally {
    await client.end();
  }
}
