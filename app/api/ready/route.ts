import { readiness } from "@/lib/web/readiness";

export const dynamic = "force-dynamic";

export async function GET(): Promise<Response> {
  const answer = await readiness();
  const headers: Record<string, string> = { "Cache-Control": "no-store" };
  if (answer.status !== "ready") headers["Retry-After"] = "5";
  return Response.json(answer, { status: answer.status === "ready" ? 200 : 503, headers });
}
