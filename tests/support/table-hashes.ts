import { sql } from "drizzle-orm";
import type { Db } from "@/db/client";

/** Every row of every table, as a hash for each table: equal exactly when the table is as it was. */
export async function tableHashes(db: Db): Promise<Map<string, string>> {
  const { rows: tables } = await db.execute<{ name: string }>(
    sql`select table_name as name from information_schema.tables
      where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`,
  );
  const hashes = tables.map(
    ({ name }) =>
      sql`(select coalesce(md5(string_agg(md5(t::text), '' order by md5(t::text))), '') from ${sql.identifier(name)} t)`,
  );
  const { rows } = await db.execute<{ hashes: string[] }>(
    sql`select array[${sql.join(hashes, sql`, `)}] as hashes`,
  );
  return new Map(tables.map(({ name }, at) => [name, rows[0]?.hashes[at] ?? ""]));
}

/** The whole database as one text. */
export async function fingerprint(db: Db): Promise<string> {
  return [...(await tableHashes(db)).values()].join(" ");
}
