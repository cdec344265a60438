import * as L from "leaflet";
import { type TileId, type TileStore, tileKey } from "./tile-store";

/** Pixels a tile is shown at, and its own units. */
export const tilePixels = 512;
export const tileUnits = 4096;

export type TilePaint<T> = (ctx: CanvasRenderingContext2D, value: T, tile: TileId, stretch: number) => void;

type Shown = { frame: HTMLElement; canvas: HTMLCanvasElement; tile: TileId; stretch: number };

/** Leaflet counts 512 px tiles by the map's zoom, which is one more than the tile's. */
export function tileOf(coords: { x: number; y: number; z: number }): TileId {
  return { z: coords.z - 1, x: coords.x, y: coords.y };
}

/**
 * Draws each tile once on its own canvas: a pan moves finished pictures and draws nothing. New colours, another measure
 * or fresh data repaint the canvases in place, so that nothing flickers.
 */
export class CanvasTiles<T> extends L.GridLayer {
  readonly #shown = new Map<string, Shown>();
  readonly #store: TileStore<T>;
  readonly #paint: TilePaint<T>;
  readonly #onChange: () => void;

  constructor(
    store: TileStore<T>,
    paint: TilePaint<T>,
    options: { pane: string; bounds: L.LatLngBoundsExpression; onChange: () => void },
  ) {
    super({
      tileSize: tilePixels,
      noWrap: true,
      updateWhenIdle: false,
      updateWhenZooming: false,
      keepBuffer: 1,
      pane: options.pane,
      bounds: options.bounds,
    });
    this.#store = store;
    this.#paint = paint;
    this.#onChange = options.onChange;
    this.on("tileunload", ({ coords }: L.TileEvent) => {
      const tile = tileOf(coords);
      this.#shown.delete(tileKey(tile));
      store.leave(tile);
    });
  }

  override createTile(coords: L.Coords, done: L.DoneCallback): HTMLElement {
    const tile = tileOf(coords);
    const frame = document.createElement("div");
    const shown = { frame, canvas: newCanvas(frame), tile, stretch: 1 };
    this.#shown.set(tileKey(tile), shown);
    this.#store.load(tile).then(
      (value) => {
        this.#draw(shown, value);
        done(undefined, frame);
        this.#onChange();
      },
      (error: unknown) => done(error instanceof Error ? error : new Error(String(error)), frame),
    );
    return frame;
  }

  repaint(): void {
    for (const shown of this.#shown.values()) {
      const value = this.#store.peek(shown.tile);
      if (value !== undefined) this.#draw(shown, value);
    }
  }

  /**
   * Repaints on fresh canvases: where browsers print a canvas as drawing and not as a picture, wiping a used one wipes
   * the paper below it too.
   */
  renew(): void {
    for (const shown of this.#shown.values()) {
      shown.canvas.remove();
      shown.canvas = newCanvas(shown.frame);
    }
    this.repaint();
  }

  /** After a zoom to between two levels: what is stretched now is drawn finer, so that it stays crisp. */
  override getEvents(): Record<string, L.LeafletEventHandlerFn> {
    return {
      ...super.getEvents?.(),
      zoomend: () => {
        const stretch = stretchOf(this._map);
        for (const shown of this.#shown.values()) {
          const value = this.#store.peek(shown.tile);
          if (shown.stretch !== stretch && value !== undefined) this.#draw(shown, value);
        }
      },
    };
  }

  /** Asks for every shown tile again; the old picture stays until the new one is there. */
  async refresh(): Promise<void> {
    const asked = [...this.#shown.values()].map(async (shown) => {
      const value = await this.#store.refresh(shown.tile);
      if (value !== null && this.#shown.get(tileKey(shown.tile)) === shown) this.#draw(shown, value);
    });
    const results = await Promise.allSettled(asked);
    const failed = results.find((result) => result.status === "rejected" && !isAbort(result.reason));
    if (failed) this.fire("tileerror", { error: failed });
    this.#onChange();
  }

  #draw(shown: Shown, value: T): void {
    const { canvas, tile } = shown;
    shown.stretch = stretchOf(this._map);
    const ratio = Math.max(1, window.devicePixelRatio || 1) * Math.max(1, shown.stretch);
    const size = Math.round(tilePixels * ratio);
    // Setting the size clears the canvas, also when it stays the same.
    canvas.width = size;
    canvas.height = size;
    const ctx = canvas.getContext("2d");
    if (!ctx) return;
    ctx.scale(size / tilePixels, size / tilePixels);
    this.#paint(ctx, value, tile, shown.stretch);
  }
}

function newCanvas(frame: HTMLElement): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.style.width = "100%";
  canvas.style.height = "100%";
  frame.append(canvas);
  return canvas;
}

/** How much larger than their own size the tiles are shown; 1 but where the whole city was made to fit. */
export function stretchOf(map: L.Map | undefined): number {
  return map ? map.getZoomScale(map.getZoom(), Math.round(map.getZoom())) : 1;
}

export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}
