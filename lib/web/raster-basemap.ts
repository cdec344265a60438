import "server-only";
import type { RasterBasemap } from "@/lib/domain/raster-basemap";
import { env } from "@/lib/env";

const subdomainsOfUrls = ["a", "b", "c"];
const subdomainsOfTianditu = ["0", "1", "2", "3", "4", "5", "6", "7"];

/** The raster basemap of the settings: an address of the city's own before Tianditu. Null: the map is drawn by us. */
export function rasterBasemap(): RasterBasemap | null {
  const { BASEMAP_URL, BASEMAP_ATTRIBUTION, BASEMAP_CRS, TIANDITU_KEY } = env();
  if (BASEMAP_URL)
    return {
      layers: [{ url: BASEMAP_URL }],
      subdomains: BASEMAP_URL.includes("{s}") ? subdomainsOfUrls : [],
      attribution: BASEMAP_ATTRIBUTION ?? "",
      attributionEn: BASEMAP_ATTRIBUTION ?? "",
      isShifted: BASEMAP_CRS === "gcj02",
      deepestZoom: 18,
    };
  if (!TIANDITU_KEY) return null;
  return {
    layers: [
      { url: tiandituUrl("vec", TIANDITU_KEY) },
      { url: tiandituUrl("cva", TIANDITU_KEY), urlEn: tiandituUrl("eva", TIANDITU_KEY) },
    ],
    subdomains: subdomainsOfTianditu,
    attribution: "天地图",
    attributionEn: "Tianditu",
    // CGCS2000, which is WGS-84 to within decimetres.
    isShifted: false,
    deepestZoom: 18,
  };
}

/** Exactly where the pictures come from, for the content policy; nothing when they come from this site itself. */
export function rasterOrigins(): string[] {
  const raster = rasterBasemap();
  if (!raster) return [];
  const names = raster.subdomains.length > 0 ? raster.subdomains : [""];
  const origins = raster.layers.flatMap(({ url }) =>
    names.flatMap((name) => {
      const plain = url.replaceAll("{s}", name).replaceAll(/[{}]/g, "");
      return URL.canParse(plain) ? new URL(plain).origin : [];
    }),
  );
  return [...new Set(origins)];
}

/** WMTS in web mercator (`_w`): base, Chinese names (cva) or English ones (eva). */
function tiandituUrl(layer: string, key: string): string {
  const fixed = "SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles";
  const place = "TILEMATRIX={z}&TILEROW={y}&TILECOL={x}";
  return `https://t{s}.tianditu.gov.cn/${layer}_w/wmts?${fixed}&LAYER=${layer}&${place}&tk=${encodeURIComponent(key)}`;
}
