import * as L from "leaflet";
import type { RasterBasemap } from "@/lib/domain/raster-basemap";
import { toGcj02 } from "@/lib/geo/gcj02";

/** So many pictures that could not be had in a row, or so long without any, and the server counts as away. */
const mostFailures = 4;
const patienceMs = 8_000;

/** The pictures of one layer; shifted ones are moved back under the map, which stays in WGS-84. */
class RasterTiles extends L.TileLayer {
  constructor(
    url: string,
    readonly isShifted: boolean,
    options: L.TileLayerOptions,
  ) {
    super(url, options);
  }

  /** Which tiles are needed, and where they are put: Leaflet asks both by the map's middle. */
  _getTiledPixelBounds(center: L.LatLng): L.Bounds {
    return inherited._getTiledPixelBounds.call(this, this.#moved(center));
  }

  _setZoomTransform(level: unknown, center: L.LatLng, zoom: number): void {
    inherited._setZoomTransform.call(this, level, this.#moved(center), zoom);
  }

  #moved(center: L.LatLng): L.LatLng {
    if (!this.isShifted) return center;
    const [lng, lat] = toGcj02([center.lng, center.lat]);
    return L.latLng(lat, lng);
  }
}

/** The two methods that Leaflet does not name in its types; they are there in 1.9, whose version is pinned. */
const inherited = L.TileLayer.prototype as unknown as {
  _getTiledPixelBounds(this: L.TileLayer, center: L.LatLng): L.Bounds;
  _setZoomTransform(this: L.TileLayer, level: unknown, center: L.LatLng, zoom: number): void;
};

/** The raster basemap on a map, watched: when its server does not answer, `onAway` is called once. */
export class RasterLayer {
  readonly layers: readonly L.TileLayer[];
  #failures = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    raster: RasterBasemap,
    { pane, isEnglish, onAway }: { pane: string; isEnglish: boolean; onAway: () => void },
  ) {
    this.layers = raster.layers.map(
      ({ url, urlEn }) =>
        new RasterTiles((isEnglish && urlEn) || url, raster.isShifted, {
          pane,
          subdomains: [...raster.subdomains],
          maxNativeZoom: raster.deepestZoom,
          maxZoom: 22,
          noWrap: true,
          // Keys of such services are bound to the site's address; more than that they need not know.
          referrerPolicy: "strict-origin",
        }),
    );
    const [ground] = this.layers;
    ground?.on("tileload", () => {
      clearTimeout(this.#timer);
      this.#failures = 0;
    });
    ground?.on("tileerror", () => {
      this.#failures += 1;
      if (this.#failures === mostFailures) onAway();
    });
    this.#wait = () => {
      this.#timer = setTimeout(onAway, patienceMs);
    };
  }

  readonly #wait: () => void;

  addTo(map: L.Map): void {
    this.#failures = 0;
    for (const layer of this.layers) layer.addTo(map);
    this.#wait();
  }

  remove(): void {
    clearTimeout(this.#timer);
    for (const layer of this.layers) layer.remove();
  }
}
