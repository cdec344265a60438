import { type AnyColumn, type SQL, sql } from "drizzle-orm";
import { customType, doublePrecision, timestamp, uuid } from "drizzle-orm/pg-core";

/** Business times: UTC with milliseconds, as JavaScript's Date holds them, so that a hash survives the trip. */
export const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: "date" });

/** UUIDv7 made by the service. */
export const id = () => uuid("id").primaryKey();

export const tsvector = customType<{ data: string }>({ dataType: () => "tsvector" });

/** A column holds one of the domain's names and nothing else. The names are our own constants, never input. */
export function oneOf(column: AnyColumn, names: readonly string[]): SQL {
  return sql`${column} in (${sql.join(
    names.map((name) => sql`${sql.raw(`'${name}'`)}`),
    sql`, `,
  )})`;
}

/** West, south, east, north in degrees: the box filter runs in the database. */
export const boxColumns = () => ({
  west: doublePrecision("west").notNull(),
  south: doublePrecision("south").notNull(),
  east: doublePrecision("east").notNull(),
  north: doublePrecision("north").notNull(),
});
