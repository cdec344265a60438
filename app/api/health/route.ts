export const dynamic = "force-dynamic";

/** The process answers; says nothing of the database. */
export function GET(): Response {
  return Response.json({ status: "ok" }, { headers: { "Cache-Control": "no-store" } });
}
