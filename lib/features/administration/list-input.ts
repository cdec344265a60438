import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { z } from "zod";

/** What every list of the administration takes from its address. */
export const listFields = {
  q: z.string().trim().max(60).optional(),
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
};
export const pageSize = 50;

/** Plain containment in any of these columns, without regard to case; the wildcards of LIKE are plain signs here. */
export function contains(text: string | undefined, columns: readonly PgColumn[]): SQL | undefined {
  if (!text) return undefined;
  const pattern = `%${text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  return sql`(${sql.join(
    columns.map((column) => sql`${column} ilike ${pattern}`),
    sql` or `,
  )})`;
}

export function offsetOf(page: number): number {
  return (page - 1) * pageSize;
}
