import "server-only";
import { sql } from "drizzle-orm";
import { z } from "zod";
import { readClock } from "../command";
import { query } from "../query";

type Figures = {
  waiting: number;
  oldest_seconds: number | null;
  deltas: number;
  unused_photos: number;
  sessions: number;
  tickets_open: number;
  late_unmarked: number;
  database_bytes: string;
  events: number;
};

/** Is what runs by itself running? Waiting notices, counts not yet folded, deadlines that passed unmarked. */
export const loadHealth = query({
  permission: "view_settings",
  input: z.object({}),
  async run({ db, clock }) {
    const now = clock?.() ?? (await readClock(db));
    const at = now.toISOString();
    const { rows } = await db.execute<Figures>(sql`
      select
        (select count(*)::int from outbox where done_at is null) as waiting,
        (select extract(epoch from ${at}::timestamptz - min(created_at))::int from outbox where done_at is null) as oldest_seconds,
        (select count(*)::int from counter_deltas) as deltas,
        (select count(*)::int from attachments where ticket_id is null) as unused_photos,
        (select count(*)::int from sessions where ended_at is null and last_seen_at > ${at}::timestamptz - interval '30 minutes') as sessions,
        (select count(*)::int from tickets where ended_at is null) as tickets_open,
        (select count(*)::int from tickets where ended_at is null and next_due_at < ${at}::timestamptz - interval '1 minute') as late_unmarked,
        (select count(*)::int from events) as events,
        pg_database_size(current_database())::text as database_bytes`);
    const [figures] = rows;
    if (!figures) throw new Error("one row always comes back");
    return {
      waiting: figures.waiting,
      oldestSeconds: figures.oldest_seconds,
      deltas: figures.deltas,
      unusedPhotos: figures.unused_photos,
      sessions: figures.sessions,
      ticketsOpen: figures.tickets_open,
      lateUnmarked: figures.late_unmarked,
      events: figures.events,
      databaseMegabytes: Math.round(Number(figures.database_bytes) / 1_048_576),
    };
  },
});
