import { readTileAddress } from "@/lib/tiles/tile-address";
import { reply } from "@/lib/web/reply";
import { basemapTile, cellTile, ticketTile } from "../../../../_tiles";

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
    const match = request.headers.get("if-none-match");
    switch (address.layer) {
      case "basemap":
        return basemapTile(address.tile, match);
      case "cells":
        return cellTile(address.tile, match);
      case "tickets":
        return ticketTile(address.tile, match, new URL(request.url).searchParams.get("show") === "all");
    }
  });
}
