import type pg from "pg";

/**
 * Spoils a database on purpose, one row or a few at a time. It knows tables and column types, and nothing
 * of what is checked. Triggers and foreign keys are switched off for it, as for whoever owns the server.
 */
export type Mutation = {
  kind: "edit" | "delete" | "insert" | "reorder" | "cut tail";
  table: string;
  /** Any of these, named beside the table, tells where it happened. */
  ids: string[];
  what: string;
};

const tables = ["tickets", "events", "attachments", "counters", "assignments"] as const;
type Table = (typeof tables)[number];
const keysOf: Record<Table, string[]> = {
  tickets: ["id"],
  events: ["id"],
  attachments: ["id"],
  assignments: ["id"],
  counters: ["cell_id", "class_id", "day", "state", "is_overdue"],
};

type Row = Record<string, unknown>;
type Random = () => number;

function pick<T>(random: Random, items: readonly T[]): T {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error("nothing to pick from");
  return item;
}

/** Another value of the column's type, as SQL over the old one. */
function otherValue(type: string, random: Random): string | null {
  const amount = 1 + Math.floor(random() * 9);
  if (type === "integer" || type === "smallint" || type === "bigint") return `coalesce(%c, 0) + ${amount}`;
  if (type === "double precision") return `%c + 0.000${amount}`;
  if (type === "boolean") return "not %c";
  if (type === "timestamp with time zone")
    return `coalesce(%c, '2026-03-01T00:00:00Z') + interval '${amount} minutes'`;
  if (type === "date") return `%c + ${amount}`;
  if (type === "jsonb") return `coalesce(%c, '{}'::jsonb) || '{"spoilt": ${amount}}'::jsonb`;
  if (type === "uuid") return "gen_random_uuid()";
  if (type === "tsvector") return `%c || 'spoilt${amount}'::tsvector`;
  if (type === "text")
    return pick(random, [
      "coalesce(%c, '') || 'x'",
      "overlay(%c placing 'a' from 1 for 1)",
      "'closed'",
      "'co'",
      "'street'",
    ]);
  return null;
}

async function rowsOf(client: pg.Client, table: Table): Promise<Row[]> {
  const { rows } = await client.query<Row>(
    `select t.ctid::text as ctid, ${table === "events" || table === "counters" ? "t.*" : table === "tickets" ? "t.*" : "t.*, (select number from tickets where id = t.ticket_id) as ticket_number"}
     ${table === "events" ? ", (select number from tickets where id = t.subject_id) as ticket_number" : ""} from ${table} t ${table === "attachments" ? "where ticket_id is not null" : ""} order by ${keysOf[table].join(", ")}`,
  );
  return rows;
}

function idsOf(table: Table, row: Row): string[] {
  if (table === "counters") return [String(row.cell_id)];
  return [row.id, row.number, row.ticket_number, row.subject_id].filter(Boolean).map(String);
}

async function columnsOf(client: pg.Client, table: Table): Promise<{ name: string; type: string }[]> {
  const { rows } = await client.query<{ name: string; type: string }>(
    "select column_name as name, data_type as type from information_schema.columns where table_name = $1 and table_schema = 'public' order by ordinal_position",
    [table],
  );
  return rows;
}

/** Does one mutation, of the kind and table whose turn it is. One that the table's own checks refuse is tried another way. */
export async function mutate(client: pg.Client, random: Random, turn: number): Promise<Mutation> {
  await client.query("set session_replication_role = replica");
  for (let attempt = 0; attempt < 200; attempt++) {
    const mutation = await oneMutation(client, random, turn);
    if (mutation) return mutation;
  }
  throw new Error("every mutation was refused by the table's own checks");
}

async function oneMutation(client: pg.Client, random: Random, turn: number): Promise<Mutation | null> {
  const kinds = ["edit", "delete", "insert", "reorder", "cut tail"] as const;
  const kind = kinds[turn % kinds.length] ?? "edit";
  const table: Table =
    kind === "reorder" || kind === "cut tail"
      ? "events"
      : (tables[Math.floor(turn / kinds.length) % tables.length] ?? "tickets");
  try {
    if (kind === "edit") return await edit(client, random, table);
    if (kind === "delete") return await remove(client, random, table);
    if (kind === "insert") return await insert(client, random, table);
    if (kind === "reorder") return await reorder(client, random);
    return await cutTail(client, random);
  } catch (error) {
    // 23…: a check or a key of the table refused it; 22…, 428C9: not a value of the column.
    const code = (error as { code?: string }).code ?? "";
    if (/^(23|22|428)/.test(code)) return null;
    throw error;
  }
}

async function edit(client: pg.Client, random: Random, table: Table): Promise<Mutation | null> {
  const row = pick(random, await rowsOf(client, table));
  const column = pick(random, await columnsOf(client, table));
  const expression = otherValue(column.type, random)?.replaceAll("%c", `"${column.name}"`);
  if (!expression) return null;
  // An edit that leaves the value as it was (a piece of NULL is NULL) is none.
  const { rowCount } = await client.query(
    `update ${table} set "${column.name}" = ${expression} where ctid = $1::tid and (${expression}) is distinct from "${column.name}"`,
    [row.ctid],
  );
  if (rowCount !== 1) return null;
  const ids = idsOf(table, row);
  if (table !== "counters") {
    const { rows } = await client.query<Row>(
      `select * from ${table} where ${column.name === "id" ? "true" : "id = $1"}`,
      column.name === "id" ? [] : [row.id],
    );
    if (column.name === "id") {
      const known = new Set((await rowsOf(client, table)).map(({ id }) => String(id)));
      for (const { id } of rows) if (!known.has(String(id))) ids.push(String(id));
    } else if (rows[0]) ids.push(...idsOf(table, rows[0]));
  }
  return { kind: "edit", table, ids, what: `edit ${table}.${column.name} of ${ids[0]}` };
}

async function remove(client: pg.Client, random: Random, table: Table): Promise<Mutation> {
  const row = pick(random, await rowsOf(client, table));
  await client.query(`delete from ${table} where ctid = $1::tid`, [row.ctid]);
  const ids = idsOf(table, row);
  if (table === "tickets") {
    // A ticket that is gone leaves its parts behind: any of them points at the place.
    const { rows } = await client.query<{ id: string }>("select id from events where subject_id = $1", [
      row.id,
    ]);
    ids.push(...rows.map(({ id }) => id));
  }
  return { kind: "delete", table, ids, what: `delete ${table} ${ids[0]}` };
}

async function insert(client: pg.Client, random: Random, table: Table): Promise<Mutation> {
  const row = pick(random, await rowsOf(client, table));
  const columns = await columnsOf(client, table);
  const names = columns
    .map(({ name }) => name)
    .filter((name) => !(table === "events" && name === "position"));
  const changed: Record<string, string> = {
    tickets: "number",
    events: "seq",
    attachments: "token_hash",
    assignments: "position",
    counters: "day",
  };
  const expressions = names.map((name) => {
    if (name === "id") return "gen_random_uuid()";
    if (table === "tickets" && name === "tracking_hash") return "null";
    if (name === changed[table]) {
      if (table === "counters") return `"${name}" + 400`;
      return table === "tickets"
        ? `'20990101' || right("${name}", 5)`
        : table === "attachments"
          ? `"${name}" || 'x'`
          : `"${name}" + 100`;
    }
    if (table === "assignments" && name === "state") return "'recalled'";
    return `"${name}"`;
  });
  const { rows } = await client.query<Row>(
    `insert into ${table} (${names.map((name) => `"${name}"`).join(", ")}) select ${expressions.join(", ")} from ${table} where ctid = $1::tid returning *`,
    [row.ctid],
  );
  const ids = rows[0] ? [...idsOf(table, rows[0]), ...idsOf(table, row)] : [];
  return { kind: "insert", table, ids, what: `insert ${table} ${ids[0]}` };
}

async function ticketEvents(
  client: pg.Client,
  random: Random,
): Promise<{ number: string; ticketId: string; events: Row[] }> {
  const { rows } = await client.query<{ id: string; number: string }>(
    "select id, number from tickets where version >= 3 order by number",
  );
  const ticket = pick(random, rows);
  const events = await client.query<Row>("select * from events where subject_id = $1 order by seq", [
    ticket.id,
  ]);
  return { number: ticket.number, ticketId: ticket.id, events: events.rows };
}

async function reorder(client: pg.Client, random: Random): Promise<Mutation> {
  const { number, ticketId, events } = await ticketEvents(client, random);
  const at = Math.floor(random() * (events.length - 1));
  const [a, b] = [events[at], events[at + 1]];
  if (!a || !b) throw new Error("two events were asked for");
  await client.query("alter table events drop constraint events_seq");
  await client.query("update events set seq = -1 where id = $1", [a.id]);
  await client.query("update events set seq = $2 where id = $1", [b.id, a.seq]);
  await client.query("update events set seq = $2 where id = $1", [a.id, b.seq]);
  return {
    kind: "reorder",
    table: "events",
    ids: [String(a.id), String(b.id), number, ticketId],
    what: `reorder events ${a.seq} and ${b.seq} of ${number}`,
  };
}

async function cutTail(client: pg.Client, random: Random): Promise<Mutation> {
  const { number, ticketId, events } = await ticketEvents(client, random);
  const count = 1 + Math.floor(random() * Math.min(3, events.length - 1));
  const tail = events.slice(-count).map(({ id }) => String(id));
  await client.query("delete from events where id = any($1)", [tail]);
  // Half of the time the row is made to agree with the shorter history's length.
  if (random() < 0.5)
    await client.query("update tickets set version = version - $2 where id = $1", [ticketId, count]);
  return {
    kind: "cut tail",
    table: "events",
    ids: [...tail, number, ticketId],
    what: `cut the last ${count} events of ${number}`,
  };
}
