import { liveStream } from "@/lib/web/live-stream";
import { reply } from "@/lib/web/reply";

export const dynamic = "force-dynamic";

/** Tells a signed-in browser that something happened; see `lib/live/event-feed.ts`. */
export function GET(request: Request): Promise<Response> {
  return reply(() => liveStream(request));
}
