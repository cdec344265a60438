import { receiveCity } from "@/lib/web/receive-city";
import { reply } from "@/lib/web/reply";

export const dynamic = "force-dynamic";

/** The body is a city's extract or archive, the address says how to read it; the answer is the import's id. */
export function POST(request: Request): Promise<Response> {
  return reply(async () =>
    Response.json(await receiveCity(request), {
      status: 202,
      headers: { "Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff" },
    }),
  );
}
