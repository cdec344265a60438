import "server-only";
import { desc } from "drizzle-orm";
import pg from "pg";
import { directUrl, getDb } from "@/db/client";
import { outbox } from "@/db/schema";

/** NOTIFY carries ids only; what happened is read by each viewer's page with its own rights. */
export const eventChannel = "gridkeep_events";
/** A lost NOTIFY loses nothing: while somebody watches, the place in the outbox is also looked up. */
const lookMs = 5_000;
/** A hundred events in one breath are one reason to look again. */
const gatherMs = 400;

type Listener = (cursor: string) => void;

class EventFeed {
  private readonly listeners = new Set<Listener>();
  private client: pg.Client | undefined;
  private cursor: string | undefined;
  private looking: NodeJS.Timeout | undefined;
  private gathering: NodeJS.Timeout | undefined;
  private isPooled = false;

  /** The place of the newest event. Two processes that read the same database answer the same. */
  async readCursor(): Promise<string> {
    const [row] = await getDb()
      .select({ position: outbox.position })
      .from(outbox)
      .orderBy(desc(outbox.position))
      .limit(1);
    const cursor = String(row?.position ?? 0);
    this.cursor ??= cursor;
    return cursor;
  }

  subscribe(listener: Listener): () => void {
    this.listeners.add(listener);
    if (this.listeners.size === 1) this.start();
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size === 0) this.stop();
    };
  }

  private start(): void {
    this.looking = setInterval(() => void this.look(), lookMs);
    this.looking.unref();
    void this.listen();
  }

  private stop(): void {
    clearInterval(this.looking);
    clearTimeout(this.gathering);
    this.gathering = undefined;
    this.cursor = undefined;
    const { client } = this;
    this.client = undefined;
    void client?.end().catch(() => undefined);
  }

  /** One connection of its own per process: a pooled one would forget that it listens. */
  private async listen(): Promise<void> {
    if (this.client || this.isPooled || this.listeners.size === 0) return;
    let client: pg.Client;
    try {
      client = new pg.Client({
        connectionString: directUrl(),
        keepAlive: true,
        connectionTimeoutMillis: 4_000,
        application_name: "gridkeep-live",
      });
    } catch {
      return;
    }
    this.client = client;
    const drop = () => {
      if (this.client === client) this.client = undefined;
      void client.end().catch(() => undefined);
    };
    client.on("error", drop);
    client.on("end", drop);
    client.on("notification", () => this.gather());
    try {
      await client.connect();
      if (await isPooled(client)) {
        this.isPooled = true;
        console.warn(
          `live updates: DATABASE_URL leads to a connection pooler, so news is looked up every ${lookMs / 1_000} s; ` +
            "DATABASE_DIRECT_URL past the pooler makes it immediate",
        );
        drop();
        return;
      }
      await client.query(`listen ${eventChannel}`);
    } catch {
      drop();
    }
  }

  private gather(): void {
    if (this.gathering) return;
    this.gathering = setTimeout(() => {
      this.gathering = undefined;
      void this.look();
    }, gatherMs);
  }

  private async look(): Promise<void> {
    // A listener that was cut off is made again here, at the next look.
    void this.listen();
    try {
      const before = this.cursor;
      const cursor = await this.readCursor();
      if (cursor === (before ?? cursor)) return;
      this.cursor = cursor;
      for (const listener of this.listeners) listener(cursor);
    } catch {
      // The database is away: the next look tries again.
    }
  }
}

/**
 * Does a pooler stand between? It answers the greeting in the server's place, with a process number of its own
 * making. To listen through it would mark a connection that the next transaction gives to somebody else.
 */
async function isPooled(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
  return "processID" in client && client.processID !== rows[0]?.pid;
}

declare global {
  // On globalThis, so that a reload in development does not open a second listener.
  var gridkeepEventFeed: EventFeed | undefined;
}

export function eventFeed(): EventFeed {
  globalThis.gridkeepEventFeed ??= new EventFeed();
  return globalThis.gridkeepEventFeed;
}
