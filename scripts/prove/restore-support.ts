import { execFile } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import path from "node:path";
import pg from "pg";

const root = path.join(import.meta.dirname, "..", "..");
type Asked = Pick<pg.Pool, "query">;

/** sha256 of all rows of each table in primary-key order: plain SQL over a row's own text, no COPY. */
export async function hashesOf(client: Asked): Promise<Record<string, string>> {
  const { rows: tables } = await client.query<{ name: string; key: string | null }>(`
    select t.table_name as name, (
      select string_agg(format('t.%I', k.column_name), ', ' order by k.ordinal_position)
      from information_schema.table_constraints c join information_schema.key_column_usage k
        using (constraint_schema, constraint_name, table_name)
      where c.constraint_type = 'PRIMARY KEY' and c.table_schema = 'public' and c.table_name = t.table_name) as key
    from information_schema.tables t where t.table_schema = 'public' and t.table_type = 'BASE TABLE' order by 1`);
  const found: Record<string, string> = {};
  for (const { name, key } of tables) {
    const { rows } = await client.query<{ hash: string }>(
      `select count(*) || ' rows ' || encode(sha256(convert_to(
         coalesce(string_agg(t::text, e'\\n' order by ${key ?? "t::text"}), ''), 'UTF8')), 'hex') as hash
       from public."${name}" t`,
    );
    found[name] = rows[0]?.hash ?? "";
  }
  return found;
}

export async function fileNamesOf(client: Asked): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    "select distinct unnest(array[sha256, thumb_sha256]) as name from attachments",
  );
  return rows.map(({ name }) => name);
}

/** Every file below a folder: its name, and the sha256 of what is in it. */
export async function filesUnder(folder: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  if (!existsSync(folder)) return found;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const bytes = readFileSync(path.join(entry.parentPath ?? entry.path, entry.name));
    found.set(entry.name, createHash("sha256").update(bytes).digest("hex"));
  }
  return found;
}

/** The command line as an operator runs it. */
export function gridkeep(
  args: string[],
  env: Record<string, string>,
): Promise<{ code: number; text: string }> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ["--conditions=react-server", "--import", "tsx", "scripts/gridkeep/main.ts", ...args],
      { cwd: root, env: { ...process.env, DATABASE_DIRECT_URL: "", ...env }, maxBuffer: 1 << 24 },
      (error, stdout, stderr) => {
        const code = error ? (typeof error.code === "number" ? error.code : 255) : 0;
        resolve({ code, text: stdout + stderr });
      },
    );
  });
}

/** A database without any table beside the given one, for as long as the work takes. */
export async function inOwnDatabase(
  pool: pg.Pool,
  url: string,
  work: (url: string) => Promise<void>,
): Promise<void> {
  const name = `gridkeep_restored_${randomBytes(6).toString("hex")}`;
  await pool.query(`create database ${name} template template0 encoding 'UTF8' locale 'C'`);
  try {
    const target = new URL(url);
    target.pathname = `/${name}`;
    await work(target.href);
  } finally {
    await pool.query(`drop database if exists ${name} with (force)`);
  }
}

export async function isEmptyDatabase(connectionString: string): Promise<boolean> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    const { rows } = await client.query<{ count: number }>(
      "select count(*)::int as count from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace",
    );
    return rows[0]?.count === 0;
  } finally {
    await client.end();
  }
}
