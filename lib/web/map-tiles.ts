import "server-only";
import { createHash } from "node:crypto";
import { AppError } from "@/lib/domain/errors";
import type { Context } from "@/lib/features/context";
import { loadBasemap } from "@/lib/features/map/load-basemap";
import { loadCellShapes } from "@/lib/features/map/load-cell-shapes";
import { loadTicketClusters } from "@/lib/features/map/load-ticket-clusters";
import { loadTicketPoints } from "@/lib/features/map/load-ticket-points";
import { loadTileVersions } from "@/lib/features/map/load-tile-versions";
import { loadWaitingCounts, type WaitingCount } from "@/lib/features/map/load-waiting-counts";
import { readMoment } from "@/lib/features/map/read-moment";
import { loadCellCounts } from "@/lib/features/progress/load-cell-counts";
import { seesWholeCity, sightOf } from "@/lib/features/shared/sight";
import { boxContains } from "@/lib/geo/box";
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

/** A tile whose version is known; the tile itself is only made (or taken from the cache) when somebody needs it. */
export type VersionedTile = { etag: string; read(): Promise<EncodedTile> };

type Show = "open" | "all";

/** Bump when the encoding changes, so that no browser keeps a tile of the old kind. */
const format = "4";

export async function basemapTile(context: Context, tile: Tile): Promise<VersionedTile> {
  const { basemap } = await loadTileVersions(context, {});
  return {
    etag: etagOf("basemap", basemap),
    read: () =>
      cached(`basemap/${basemap}/${tile.z}/${tile.x}/${tile.y}`, async () => {
        const tiles = await ofVersion("basemap", String(basemap), () =>
          makeBasemapTiles(wholeBasemap(context)),
        );
        return tiles.cut(tile);
      }),
  };
}

async function* wholeBasemap(context: Context) {
  let afterId: number | null = 0;
  while (afterId !== null) {
    const part: Awaited<ReturnType<typeof loadBasemap>> = await loadBasemap(context, { afterId });
    yield part.rows;
    afterId = part.lastId;
  }
}

export async function cellTile(context: Context, tile: Tile): Promise<VersionedTile> {
  const { cells, counters } = await loadTileVersions(context, {});
  return {
    etag: etagOf("cells", cells, counters),
    read: () =>
      cached(`cells/${cells}.${counters}/${tile.z}/${tile.x}/${tile.y}`, async () => {
        const shapes = await ofVersion("cells", String(cells), async () =>
          makeCellTiles(await loadCellShapes(context, {})),
        );
        return shapes.cut(tile, (await foldedCounts(context, counters)).byKey);
      }),
  };
}

/**
 * What the actor may see of the tickets in the tile, named by the moment. Whoever knows an older tile (`isKnown`) asks
 * for the moment alone first: most often nothing has changed. Refuses whoever is not signed in.
 */
export async function ticketTile(
  context: Context,
  tile: Tile,
  { show, isKnown }: { show: Show; isKnown: boolean },
): Promise<VersionedTile> {
  if (context.actor.kind !== "user") throw new AppError("not_signed_in");
  const sight = sightOf(context.actor);
  const key = `tickets/${createHash("sha256").update(sight).digest("base64url")}/${show}/${tile.z}/${tile.x}/${tile.y}`;
  // Whose tile it is belongs to its name: another person behind the same browser gets another.
  const named = (moment: string) => etagOf("tickets", show, sight, moment);
  const held = tileCache().get(key);
  if (isKnown || held) {
    const moment = await readMoment(context, {});
    if (held?.moment === moment) return { etag: named(moment), read: async () => held };
    if (isKnown)
      return { etag: named(moment), read: async () => keep(key, await makeTicketTile(context, tile, show)) };
  }
  const made = keep(key, await makeTicketTile(context, tile, show));
  return { etag: named(made.moment), read: async () => made };
}

type TicketTile = EncodedTile & { moment: string };

async function makeTicketTile(context: Context, tile: Tile, show: Show): Promise<TicketTile> {
  if (tile.z < pointZoom) return makeClusterTile(context, tile, show);
  const found = await loadTicketPoints(context, {
    show,
    limit: mostPoints,
    box: pointBox(tile),
    wide: clusterBox(tile),
    metres: 40_075_016.686 / 2 ** tile.z / 64,
  });
  const { moment } = found;
  if (found.kind === "points") return { moment, ...encodePoints(tile, found.points) };
  const hidden = found.counts.reduce((sum, { count }) => sum + count, 0);
  return { moment, ...encodeClusters(tile, found.counts, hidden) };
}

async function makeClusterTile(context: Context, tile: Tile, show: Show): Promise<TicketTile> {
  const box = clusterBox(tile);
  if (!seesWholeCity(context.actor)) {
    // Before the tickets: should they change in between, the name is too old and the tile is asked for again.
    const moment = await readMoment(context, {});
    const clusters = await loadTicketClusters(context, { show, box, limit: mostPoints });
    return { moment, ...encodeClusters(tile, clusters) };
  }
  const { moment, cells } = await currentCounts(context);
  const within = cells.flatMap(({ lng, lat, all, open, overdue }) =>
    boxContains(box, [lng, lat]) ? { lng, lat, count: show === "open" ? open : all, overdue } : [],
  );
  return { moment, ...encodeClusters(tile, within) };
}

/** By cell, as of the last fold: read once a fold, because it takes as long as there are counters. */
function foldedCounts(context: Context, version: number) {
  return ofVersion("counters", String(version), async () => {
    const rows = await loadCellCounts(context, {});
    return { version: rows[0]?.version ?? version, byKey: new Map(rows.map((row) => [row.key, row])) };
  });
}

/** What was not folded yet counts too: the map and the list beside it must agree. */
async function currentCounts(context: Context) {
  for (;;) {
    const { moment, version, waiting } = await loadWaitingCounts(context, {});
    const folded = await foldedCounts(context, version);
    // A fold between the two reads: what waited was counted in already.
    if (folded.version !== version) continue;
    const cells = new Map<number, WaitingCount>(folded.byKey);
    for (const news of waiting) {
      const { all = 0, open = 0, overdue = 0 } = cells.get(news.key) ?? {};
      cells.set(news.key, {
        ...news,
        all: all + news.all,
        open: open + news.open,
        overdue: overdue + news.overdue,
      });
    }
    return { moment, cells: [...cells.values()] };
  }
}

function keep<T extends EncodedTile>(key: string, made: T): T {
  tileCache().set(key, made);
  return made;
}

async function cached(key: string, make: () => Promise<EncodedTile>): Promise<EncodedTile> {
  return tileCache().get(key) ?? keep(key, await make());
}

function etagOf(...parts: (string | number)[]): string {
  const digest = createHash("sha256")
    .update(JSON.stringify([format, ...parts]))
    .digest("base64url");
  return `"${digest.slice(0, 22)}"`;
}
