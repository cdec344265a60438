import * as L from "leaflet";
import { stretchOf, tilePixels } from "./canvas-tiles";

export type OverlayView = {
  zoom: number;
  /** CSS pixels of the canvas. */
  width: number;
  height: number;
  /** Where a place lies on the canvas, in CSS pixels. */
  at(lng: number, lat: number): { x: number; y: number };
  /** Where a tile's corner lies on the canvas. */
  fromTile(tile: { x: number; y: number }): { x: number; y: number };
  /** How much larger than their own 512 px the tiles are shown. */
  stretch: number;
};

const padding = 0.15;

/**
 * One canvas over the whole view and a little more on each side: for what must not be cut at the edge of a tile, such
 * as words and outlines. It moves with the map, is scaled while a zoom runs, and is drawn anew after.
 */
export class OverlayCanvas extends L.Layer {
  readonly #draw: (ctx: CanvasRenderingContext2D, view: OverlayView) => void;
  #canvas = newCanvas();
  #frame = 0;
  #origin = L.point(0, 0);
  #topLeft = L.latLng(0, 0);
  #zoom = 0;

  constructor(pane: string, draw: (ctx: CanvasRenderingContext2D, view: OverlayView) => void) {
    super();
    L.setOptions(this, { pane });
    this.#draw = draw;
  }

  override onAdd(): this {
    this.getPane()?.appendChild(this.#canvas);
    this.drawNow();
    return this;
  }

  override onRemove(): this {
    cancelAnimationFrame(this.#frame);
    this.#canvas.remove();
    return this;
  }

  override getEvents(): Record<string, L.LeafletEventHandlerFn> {
    return {
      moveend: () => this.drawNow(),
      resize: () => this.drawNow(),
      zoom: () => this.#follow(this._map.getCenter(), this._map.getZoom()),
      zoomanim: (event) => {
        const { center, zoom } = event as L.ZoomAnimEvent;
        this.#follow(center, zoom);
      },
    };
  }

  /** At the next frame; many reasons to draw become one drawing. */
  redraw(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.drawNow());
  }

  /** On a fresh canvas, for paper: see `CanvasTiles.renew`. */
  renew(): void {
    const used = this.#canvas;
    this.#canvas = newCanvas();
    used.replaceWith(this.#canvas);
    this.drawNow();
  }

  drawNow(): void {
    const map = this._map;
    if (!map) return;
    cancelAnimationFrame(this.#frame);
    const size = map.getSize();
    const pad = L.point(Math.round(size.x * padding), Math.round(size.y * padding));
    const corner = map.containerPointToLayerPoint(L.point(-pad.x, -pad.y)).round();
    this.#topLeft = map.layerPointToLatLng(corner);
    this.#zoom = map.getZoom();
    this.#origin = map.project(this.#topLeft, this.#zoom);
    const [width, height] = [size.x + 2 * pad.x, size.y + 2 * pad.y];
    const ratio = Math.max(1, window.devicePixelRatio || 1);
    this.#canvas.width = Math.round(width * ratio);
    this.#canvas.height = Math.round(height * ratio);
    this.#canvas.style.width = `${width}px`;
    this.#canvas.style.height = `${height}px`;
    L.DomUtil.setTransform(this.#canvas, corner, 1);
    const ctx = this.#canvas.getContext("2d");
    if (!ctx || width === 0 || height === 0) return;
    ctx.scale(ratio, ratio);
    const origin = this.#origin;
    const stretch = stretchOf(map);
    const side = tilePixels * stretch;
    this.#draw(ctx, {
      zoom: this.#zoom,
      width,
      height,
      stretch,
      fromTile: ({ x, y }) => ({ x: x * side - origin.x, y: y * side - origin.y }),
      at: (lng, lat) => {
        const point = map.project([lat, lng], this.#zoom);
        return { x: point.x - origin.x, y: point.y - origin.y };
      },
    });
  }

  /** Stretches the drawn picture to where the map is going. */
  #follow(center: L.LatLng, zoom: number): void {
    const map = this._map;
    const scale = map.getZoomScale(zoom, this.#zoom);
    const half = map.getSize().divideBy(2);
    const pane = L.DomUtil.getPosition(map.getPane("mapPane") as HTMLElement) ?? L.point(0, 0);
    const corner = map
      .project(this.#topLeft, zoom)
      .subtract(map.project(center, zoom).subtract(half))
      .subtract(pane);
    L.DomUtil.setTransform(this.#canvas, corner, scale);
  }
}

function newCanvas(): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.className = "leaflet-zoom-animated";
  canvas.style.pointerEvents = "none";
  canvas.style.position = "absolute";
  return canvas;
}
