import * as L from "leaflet";
import { type TileId, type TileStore, tileKey } from "./tile-store";

/** Pixels a tile is shown at, and its own units. */
export const tilePixels = 512;
export const tileUnits = 4096;

export type TilePaint<T> = (ctx: CanvasRenderingContext2D, value: T, tile: TileId) => void;

/** Leaflet counts 512 px tiles by the map's zoom, which is one more than the tile's. */
export function tileOf(coords: { x: number; y: number; z: number }): TileId {
  return { z: coords.z - 1, x: coords.x, y: coords.y };
}

/**
 * Draws each tile once on its own canvas: a pan moves finished pictures and draws nothing. New colours, another measure
 * or fresh data repaint the canvases in place, so that nothing flickers.
 */
export class CanvasTiles<T> extends L.GridLayer {
  readonly #shown = new Map<string, { canvas: HTMLCanvasElement; tile: TileId }>();
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
    const canvas = document.createElement("canvas");
    this.#shown.set(tileKey(tile), { canvas, tile });
    this.#store.load(tile).then(
      (value) => {
        this.#draw(canvas, tile, value);
        done(undefined, canvas);
        this.#onChange();
      },
      (error: unknown) => done(error instanceof Error ? error : new Error(String(error)), canvas),
    );
    return canvas;
  }

  repaint(): void {
    for (const { canvas, tile } of this.#shown.values()) {
      const value = this.#store.peek(tile);
      if (value !== undefined) this.#draw(canvas, tile, value);
    }
  }

  /** Asks for every shown tile again; the old picture stays until the new one is there. */
  async refresh(): Promise<void> {
    const asked = [...this.#shown.values()].map(async ({ canvas, tile }) => {
      const value = await this.#store.refresh(tile);
      if (value !== null && this.#shown.has(tileKey(tile))) this.#draw(canvas, tile, value);
    });
    const results = await Promise.allSettled(asked);
    const failed = results.find((result) => result.status === "rejected" && !isAbort(result.reason));
    if (failed) this.fire("tileerror", { error: failed });
    this.#onChange();
  }

  #draw(canvas: HTMLCanvasElement, tile: TileId, value: T): void {
    const ratio = Math.max(1, window.devicePixelRatio || 1);
    const size = Math.round(tilePixels * ratio);
    // Setting the size clears the canvas, also when it stays the same.
    canvas.width = size;
    canvas.height = size;
    const ctx = canvas.getContext("2d");
    if (!ctx) return;
    ctx.scale(size / tilePixels, size / tilePixels);
    this.#paint(ctx, value, tile);
  }
}

export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}
