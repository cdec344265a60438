import "server-only";
import { sql } from "drizzle-orm";
import { z } from "zod";
import { query } from "../query";

/**
 * Names what can be seen of the database right now: any commit changes it, so two reads under one name are equal. Finer
 * than needed, but never wrong, which a highest number or a latest time would be while transactions overlap.
 */
export const readMoment = query({
  permission: null,
  input: z.object({}),
  async run({ db }): Promise<string> {
    const { rows } = await db.execute<{ moment: string }>(sql`select pg_current_snapshot()::text as moment`);
    return rows[0]?.moment ?? "";
  },
});
