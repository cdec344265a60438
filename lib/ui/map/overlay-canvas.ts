import * as L from "leaflet";

export type OverlayView = {
  zoom: number;
  /** CSS pixels of the canvas. */
  width: number;
  height: number;
  /** Where a place lies on the canvas, in CSS pixels. */
  at(lng: number, lat: number): { x: number; y: number };
  /** Where the world's pixel (at this zoom) lies on the canvas. */
  fromWorld(x: number, y: number): { x: number; y: number };
};

const padding = 0.15;

/**
 * One canvas over the whole view and a little more on each side: for what must not be cut at the edge of a tile, such
 * as words and outlines. It moves with the map, is scaled while a zoom runs, and is drawn anew after.
 */
export class OverlayCanvas extends L.Layer {
  readonly #draw: (ctx: CanvasRenderingContext2D, view: OverlayView) => void;
  readonly #canvas = document.createElement("canvas");
  #frame = 0;
  #origin = L.point(0, 0);
  #topLeft = L.latLng(0, 0);
  #zoom = 0;

  constructor(pane: string, draw: (ctx: CanvasRenderingContext2D, view: OverlayView) => void) {
    super();
    L.setOptions(this, { pane });
    this.#draw = draw;
    this.#canvas.className = "leaflet-zoom-animated";
    this.#canvas.style.pointerEvents = "none";
    this.#canvas.style.position = "absolute";
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
    const fromWorld = (x: number, y: number) => ({ x: x - origin.x, y: y - origin.y });
    this.#draw(ctx, {
      zoom: this.#zoom,
      width,
      height,
      fromWorld,
      at: (lng, lat) => {
        const point = map.project([lat, lng], this.#zoom);
        return fromWorld(point.x, point.y);
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
