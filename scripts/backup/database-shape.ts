import type pg from "pg";

/** A table of ours as the catalogue knows it. `key` orders its rows the same way everywhere. */
export type TableShape = { name: string; columns: string[]; key: string[]; needs: string[] };
export type SequenceShape = { name: string; lastValue: string; isCalled: boolean };

type Client = Pick<pg.ClientBase, "query">;

/** Names come from the catalogue of the database, never from a file. */
export const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

/** How values are written in text must not depend on a server's or a role's settings. For one transaction. */
export const plainText = [
  "set local datestyle = 'ISO, YMD'",
  "set local intervalstyle = 'iso_8601'",
  "set local timezone = 'UTC'",
  "set local extra_float_digits = 1",
  "set local bytea_output = 'hex'",
  "set local client_encoding = 'UTF8'",
  "set local statement_timeout = 0",
  "set local idle_in_transaction_session_timeout = 0",
  // pg_catalog comes first by itself; nothing else may stand before our tables.
  "set local search_path = public",
].join("; ");

/** Every table of the schema, those that others refer to before those that refer to them. */
export async function readTables(client: Client): Promise<TableShape[]> {
  const { rows } = await client.query<TableShape>(`
    select c.relname as name,
      array(select a.attname::text from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
        order by a.attnum) as columns,
      array(select a.attname::text from pg_index i, unnest(i.indkey) with ordinality k(attnum, at)
        join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
        where i.indrelid = c.oid and i.indisprimary order by k.at) as key,
      array(select distinct r.relname::text from pg_constraint f join pg_class r on r.oid = f.confrelid
        where f.conrelid = c.oid and f.contype = 'f' and f.confrelid <> c.oid) as needs
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition
    order by c.relname`);
  return inLoadingOrder(rows);
}

/** A table's references to itself are checked at the end of its own COPY, so they need no order. */
export function inLoadingOrder(tables: readonly TableShape[]): TableShape[] {
  const ordered: TableShape[] = [];
  const done = new Set<string>();
  while (ordered.length < tables.length) {
    const next = tables.filter(({ name, needs }) => !done.has(name) && needs.every((each) => done.has(each)));
    if (next.length === 0) {
      const rest = tables.filter(({ name }) => !done.has(name)).map(({ name }) => name);
      throw new Error(`tables refer to each other in a circle: ${rest.join(", ")}`);
    }
    for (const table of next) done.add(table.name);
    ordered.push(...next);
  }
  return ordered;
}

/** The rows of a table as text, always in the same order: also a table's hash, in any database, by any server. */
export function copyOut({ name, columns, key }: TableShape): string {
  const list = columns.map(quoted).join(", ");
  const order = (key.length > 0 ? key : columns).map(quoted).join(", ");
  return `copy (select ${list} from ${quoted(name)} order by ${order}) to stdout`;
}

export const copyIn = ({ name, columns }: TableShape) =>
  `copy ${quoted(name)} (${columns.map(quoted).join(", ")}) from stdin`;

/** The last event of every history: what a chain ends with. */
export const copyChainHeads = `copy (
  select distinct on (subject_kind, subject_id) subject_kind, subject_id, seq, hash from events
  order by subject_kind, subject_id, seq desc) to stdout`;

/** The content hashes of all files that rows name. */
export const copyFileNames = `copy (
  select sha256 from attachments union select thumb_sha256 from attachments order by 1) to stdout`;

export async function readSequences(client: Client): Promise<SequenceShape[]> {
  const { rows: names } = await client.query<{ name: string }>(`
    select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind = 'S' order by c.relname`);
  const sequences: SequenceShape[] = [];
  for (const { name } of names) {
    const { rows } = await client.query<{ lastValue: string; isCalled: boolean }>(
      `select last_value::text as "lastValue", is_called as "isCalled" from ${quoted(name)}`,
    );
    if (rows[0]) sequences.push({ name, ...rows[0] });
  }
  return sequences;
}

/** Hashes of the migrations applied, in order; none in a database that never saw one. */
export async function appliedMigrations(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ isThere: boolean }>(
    `select to_regclass('drizzle.__drizzle_migrations') is not null as "isThere"`,
  );
  if (!rows[0]?.isThere) return [];
  const { rows: applied } = await client.query<{ hash: string }>(
    "select hash from drizzle.__drizzle_migrations order by created_at, id",
  );
  return applied.map(({ hash }) => hash);
}
