import { readTileAddress } from "@/lib/tiles/tile-address";
import { basemapTile, cellTile, ticketTile } from "@/lib/web/map-tiles";
import { reply } from "@/lib/web/reply";
import { publicContext, requestContext } from "@/lib/web/request-context";
import { forEverybody, forOneself, tileReply } from "../../../../_tiles";

export const dynamic = "force-dynamic";

type Params = { params: Promise<{ layer: string; z: string; x: string; y: string }> };

export function GET(request: Request, { params }: Params): Promise<Response> {
  return reply(async () => {
    const { layer, z, x, y } = await params;
    const address = readTileAddress(layer, z, x, y);
    if (address.kind !== "tile") {
      const status = address.kind === "missing" ? 404 : 400;
      return new Response(null, { status, headers: { "Cache-Control": "public, max-age=3600" } });
    }
    const { tile } = address;
    const match = request.headers.get("if-none-match");
    switch (address.layer) {
      case "basemap":
        return tileReply(await basemapTile(publicContext(null), tile), match, forEverybody);
      case "cells":
        return tileReply(await cellTile(publicContext(null), tile), match, forEverybody);
      case "tickets": {
        const show = new URL(request.url).searchParams.get("show") === "all" ? "all" : "open";
        const made = await ticketTile(await requestContext(), tile, { show, isKnown: match !== null });
        return tileReply(made, match, forOneself);
      }
    }
  });
}
