import { createHash } from "node:crypto";
import { AppError } from "@/lib/domain/errors";
import type { Context } from "@/lib/features/context";
import { loadBasemap } from "@/lib/features/map/load-basemap";
import { loadCellShapes } from "@/lib/features/map/load-cell-shapes";
import { loadDensePoints, loadTicketClusters } from "@/lib/features/map/load-ticket-clusters";
import { loadTicketPoints } from "@/lib/features/map/load-ticket-points";
import { loadTileVersions } from "@/lib/features/map/load-tile-versions";
import { readMoment } from "@/lib/features/map/read-moment";
import { loadCellCounts } from "@/lib/features/progress/load-cell-counts";
import type { Tile } from "@/lib/geo/tile";
import { makeBasemapTiles } from "@/lib/tiles/basemap-tiles";
import { makeCellTiles } from "@/lib/tiles/cell-tiles";
import type { EncodedTile } from "@/lib/tiles/encode";
import { ofVersion, tileCache } from "@/lib/tiles/layer-data";
import {
  clusterBox,
  encodeClusters,
  encodePoints,
  mostPoints,
  pointBox,
  pointZoom,
} from "@/lib/tiles/ticket-tiles";
import { publicContext, requestContext } from "@/lib/web/request-context";

/** Bump when the encoding changes, so that no browser keeps a tile of the old kind. */
const format = "3";
const isPublic = "no-cache";
const isPrivate = "private, no-store";

export async function basemapTile(tile: Tile, match: string | null): Promise<Response> {
  const context = publicContext(null);
  const { basemap } = await loadTileVersions(context, {});
  const etag = etagOf("basemap", basemap);
  if (isSame(match, etag)) return unchanged(etag, isPublic);
  const key = `basemap/${basemap}/${tile.z}/${tile.x}/${tile.y}`;
  return answer(await cached(key, async () => (await basemapOf(context, basemap)).cut(tile)), etag, isPublic);
}

export async function cellTile(tile: Tile, match: string | null): Promise<Response> {
  const context = publicContext(null);
  const { cells, counters } = await loadTileVersions(context, {});
  const etag = etagOf("cells", cells, counters);
  if (isSame(match, etag)) return unchanged(etag, isPublic);
  const key = `cells/${cells}.${counters}/${tile.z}/${tile.x}/${tile.y}`;
  const made = await cached(key, async () => {
    const shapes = await ofVersion("cells", String(cells), async () =>
      makeCellTiles(await loadCellShapes(context, {})),
    );
    const counts = await ofVersion(
      "counters",
      String(counters),
      async () => new Map((await loadCellCounts(context, {})).map((row) => [row.key, row])),
    );
    return shapes.cut(tile, counts);
  });
  return answer(made, etag, isPublic);
}

export async function ticketTile(tile: Tile, match: string | null, withEnded: boolean): Promise<Response> {
  const context = await requestContext();
  if (context.actor.kind !== "user") throw new AppError("not_signed_in");
  const show = withEnded ? "all" : "open";
  // Whose tile it is belongs to its name: another person behind the same browser gets another.
  const etag = etagOf("tickets", show, JSON.stringify(context.actor), await readMoment(context, {}));
  if (isSame(match, etag)) return unchanged(etag, isPrivate);
  return answer(await ticketTileOf(context, tile, show), etag, isPrivate);
}

async function ticketTileOf(context: Context, tile: Tile, show: "open" | "all"): Promise<EncodedTile> {
  const read = { show, limit: mostPoints } as const;
  if (tile.z < pointZoom)
    return encodeClusters(tile, await loadTicketClusters(context, { ...read, box: clusterBox(tile) }));
  const points = await loadTicketPoints(context, { ...read, box: pointBox(tile) });
  if (points.length <= mostPoints) return encodePoints(tile, points);
  const metres = 40_075_016.686 / 2 ** tile.z / 64;
  const dense = await loadDensePoints(context, { ...read, box: clusterBox(tile), metres });
  return encodeClusters(
    tile,
    dense,
    dense.reduce((sum, { count }) => sum + count, 0),
  );
}

function basemapOf(context: Context, version: number) {
  return ofVersion("basemap", String(version), async () => makeBasemapTiles(await loadBasemap(context, {})));
}

async function cached(key: string, make: () => Promise<EncodedTile>): Promise<EncodedTile> {
  const known = tileCache().get(key);
  if (known) return known;
  const made = await make();
  tileCache().set(key, made);
  return made;
}

function etagOf(...parts: (string | number)[]): string {
  const digest = createHash("sha256")
    .update(JSON.stringify([format, ...parts]))
    .digest("base64url");
  return `"${digest.slice(0, 22)}"`;
}

function isSame(match: string | null, etag: string): boolean {
  return (match ?? "").split(",").some((one) => one.trim().replace(/^W\//, "") === etag);
}

function unchanged(etag: string, cacheControl: string): Response {
  return new Response(null, { status: 304, headers: { ETag: etag, "Cache-Control": cacheControl } });
}

function answer({ bytes, dropped }: EncodedTile, etag: string, cacheControl: string): Response {
  const left = Object.entries(dropped).map(([layer, count]) => `${layer}=${count}`);
  return new Response(Uint8Array.from(bytes), {
    headers: {
      "Content-Type": "application/vnd.mapbox-vector-tile",
      "Content-Length": String(bytes.length),
      "Cache-Control": cacheControl,
      ETag: etag,
      "X-Content-Type-Options": "nosniff",
      "Cross-Origin-Resource-Policy": "same-origin",
      ...(cacheControl === isPrivate ? { Vary: "Cookie" } : {}),
      ...(left.length > 0 ? { "X-Tile-Truncated": left.join(", ") } : {}),
    },
  });
}
