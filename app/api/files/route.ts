import { receivePhoto } from "@/lib/web/receive-photo";
import { reply } from "@/lib/web/reply";

export const dynamic = "force-dynamic";

/** The body is one photo; the answer is the token by which a command attaches it. */
export function POST(request: Request): Promise<Response> {
  return reply(async () =>
    Response.json(await receivePhoto(request), {
      status: 201,
      headers: { "Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff" },
    }),
  );
}
