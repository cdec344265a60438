import "server-only";
import { getDb } from "@/db/client";
import { readSession } from "@/lib/auth/sessions";
import { AppError } from "@/lib/domain/errors";
import { eventFeed } from "@/lib/live/event-feed";
import { closeAtEnd } from "./drain";
import { currentSession } from "./request-context";

const heartbeatMs = 15_000;
const streamsPerSession = 4;
const streamsInAll = 500;

declare global {
  var gridkeepStreams: Map<string, number> | undefined;
}

/** Open streams of this process, by session: a bound on its memory, not a right. */
function openStreams(): Map<string, number> {
  globalThis.gridkeepStreams ??= new Map();
  return globalThis.gridkeepStreams;
}

/**
 * Server-sent events for somebody signed in: `cursor` whenever something happened, at once when more happened
 * since the cursor that the browser last saw. The session is looked at with each heartbeat; when it has ended
 * the stream says so and closes.
 */
export async function liveStream(request: Request): Promise<Response> {
  const session = await currentSession();
  if (!session || session.isPasswordInitial) throw new AppError("not_signed_in");
  const { sessionId } = session;
  const streams = openStreams();
  const own = streams.get(sessionId) ?? 0;
  const all = [...streams.values()].reduce((sum, count) => sum + count, 0);
  if (own >= streamsPerSession || all >= streamsInAll) throw new AppError("rate_limited");
  const feed = eventFeed();
  const cursor = await feed.readCursor();
  streams.set(sessionId, (streams.get(sessionId) ?? 0) + 1);

  const encoder = new TextEncoder();
  let close: () => void = () => undefined;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      let isOpen = true;
      const send = (text: string) => {
        if (isOpen) controller.enqueue(encoder.encode(text));
      };
      const unsubscribe = feed.subscribe((next) => send(`event: cursor\nid: ${next}\ndata: ${next}\n\n`));
      const heartbeat = setInterval(async () => {
        try {
          const live = await readSession(getDb(), sessionId, { isTouching: false });
          if (live) return send(": here\n\n");
          send("event: ended\ndata: session\n\n");
        } catch {
          // The database is away; the browser asks again.
        }
        close();
      }, heartbeatMs);
      close = () => {
        if (!isOpen) return;
        isOpen = false;
        clearInterval(heartbeat);
        forget();
        unsubscribe();
        const left = (streams.get(sessionId) ?? 1) - 1;
        if (left > 0) streams.set(sessionId, left);
        else streams.delete(sessionId);
        try {
          controller.close();
        } catch {
          // The reader went away first.
        }
      };
      const forget = closeAtEnd(close);
      request.signal.addEventListener("abort", () => close());
      // The browser compares this with what it saw before the connection broke, and reads anew if they differ.
      send(`retry: 3000\n\nevent: cursor\nid: ${cursor}\ndata: ${cursor}\n\n`);
    },
    cancel() {
      close();
    },
  });
  return new Response(body, {
    headers: {
      "Content-Type": "text/event-stream; charset=utf-8",
      "Cache-Control": "private, no-store, no-transform",
      "X-Accel-Buffering": "no",
      "X-Content-Type-Options": "nosniff",
    },
  });
}
