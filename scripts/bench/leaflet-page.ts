import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import type { PlainGeometry } from "@/lib/geo/geojson";
import { root } from "../lib/project.mjs";

export type PlainFeature = {
  type: "Feature";
  geometry: PlainGeometry;
  properties: { layer: string; kind?: string };
};

/** A page with Leaflet and one GeoJSON layer of the features, as its tutorial has it, and nothing else. */
const page = (view: { lng: number; lat: number; zoom: number }) => `<!doctype html>
<meta charset="utf-8"><link rel="stylesheet" href="/leaflet.css"><script src="/leaflet.js"></script>
<style>body{margin:0}#map{position:absolute;inset:0}</style><div id="map"></div>
<script>
const preferCanvas = new URLSearchParams(location.search).get("renderer") === "canvas";
const colours = { water: "#c3dbe8", landuse: "#dbe8d6", buildings: "#dedbd3", roads: "#d3d2cc" };
fetch("/features.json").then((answer) => answer.json()).then((data) => {
  const map = L.map("map", { preferCanvas }).setView([${view.lat}, ${view.lng}], ${view.zoom});
  L.geoJSON(data, {
    pointToLayer: (feature, place) => L.circleMarker(place, { radius: 6 }),
    style: ({ properties: { layer } }) => layer === "cells" ? { color: "#0b5f8a", weight: 1, fillOpacity: 0.1 }
      : layer === "tickets" ? { color: "#b3261e", weight: 2 }
      : { color: colours[layer] || "#55636f", weight: layer === "roads" ? 2 : 1, fillOpacity: 0.8 },
  }).addTo(map);
  requestAnimationFrame(() => requestAnimationFrame(() => { document.body.dataset.drawn = "yes"; }));
});
</script>`;

export async function serveLeafletPage(
  features: readonly PlainFeature[],
  view: { lng: number; lat: number; zoom: number },
): Promise<{ url: string; close(): void }> {
  const leaflet = (name: string) => readFileSync(path.join(root, "node_modules/leaflet/dist", name));
  const files: Record<string, [type: string, body: string | Buffer]> = {
    "/": ["text/html", page(view)],
    "/leaflet.js": ["text/javascript", leaflet("leaflet.js")],
    "/leaflet.css": ["text/css", leaflet("leaflet.css")],
    "/features.json": ["application/json", JSON.stringify({ type: "FeatureCollection", features })],
  };
  const server = createServer((request, response) => {
    const [type, body] = files[new URL(request.url ?? "/", "http://127.0.0.1").pathname] ?? [
      "text/plain",
      "",
    ];
    response.writeHead(200, { "Content-Type": type }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() };
}
