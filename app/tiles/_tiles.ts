import type { VersionedTile } from "@/lib/web/map-tiles";

export const forEverybody = "no-cache";
export const forOneself = "private, no-store";

/** 304 to whoever knows this version, before any other work is done for the tile. */
export async function tileReply(
  { etag, read }: VersionedTile,
  match: string | null,
  cacheControl: typeof forEverybody | typeof forOneself,
): Promise<Response> {
  const headers = { ETag: etag, "Cache-Control": cacheControl };
  if (isSame(match, etag)) return new Response(null, { status: 304, headers });
  const { bytes, dropped } = await read();
  const left = Object.entries(dropped).map(([layer, count]) => `${layer}=${count}`);
  return new Response(bytes, {
    headers: {
      ...headers,
      "Content-Type": "application/vnd.mapbox-vector-tile",
      "Content-Length": String(bytes.length),
      "X-Content-Type-Options": "nosniff",
      "Cross-Origin-Resource-Policy": "same-origin",
      ...(cacheControl === forOneself ? { Vary: "Cookie" } : {}),
      ...(left.length > 0 ? { "X-Tile-Truncated": left.join(", ") } : {}),
    },
  });
}

function isSame(match: string | null, etag: string): boolean {
  return (match ?? "").split(",").some((one) => one.trim().replace(/^W\//, "") === etag);
}
