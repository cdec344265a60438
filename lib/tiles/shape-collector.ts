import { isArea, type LngLat, linesOf, type PlainGeometry, polygonsOf } from "@/lib/geo/geojson";
import { tilePosition } from "@/lib/geo/tile";
import { type TileProperties, tileExtent } from "./encode";
import { GrowingArray } from "./growing-array";
import { ShapeIndex } from "./shape-index";
import { deepestTileZoom } from "./tile-address";
import { firstZoomOf, vertexZooms } from "./vertex-zoom";

export type Shape = { id?: number; geometry: PlainGeometry; properties: TileProperties };

type Corner = readonly [x: number, y: number];

/**
 * Takes shapes one by one, so that whoever reads a city need not hold it, and packs them into numbers: each corner is
 * two whole numbers (units of the deepest zoom's tiles, 4 cm) and the zoom from which on it is needed. Nine bytes a
 * corner: a large city fits a small process.
 */
export class ShapeCollector {
  readonly #xs = new GrowingArray((length) => new Int32Array(length));
  readonly #ys = new GrowingArray((length) => new Int32Array(length));
  readonly #zooms = new GrowingArray((length) => new Uint8Array(length));
  readonly #lines = new GrowingArray((length) => new Uint32Array(length));
  readonly #lineZooms = new GrowingArray((length) => new Uint8Array(length));
  readonly #shapes = new GrowingArray((length) => new Uint32Array(length));
  readonly #types = new GrowingArray((length) => new Uint8Array(length));
  readonly #boxes = new GrowingArray((length) => new Int32Array(length));
  readonly #ids: (number | undefined)[] = [];
  readonly #properties: TileProperties[] = [];

  add({ id, geometry, properties }: Shape): void {
    const first = this.#xs.length;
    this.#shapes.push(this.#lines.length);
    this.#ids.push(id);
    this.#properties.push(properties);
    if (isArea(geometry)) {
      this.#types.push(3);
      for (const rings of polygonsOf(geometry))
        for (const [at, ring] of rings.entries()) this.#addRing(ring, at === 0);
    } else if (geometry.type === "Point" || geometry.type === "MultiPoint") {
      this.#types.push(1);
      const points = geometry.type === "Point" ? [geometry.coordinates] : geometry.coordinates;
      this.#beginLine(0);
      for (const each of points) this.#addCorner(...toUnits(each), 0);
    } else {
      this.#types.push(2);
      for (const each of linesOf(geometry)) this.#addLine(each);
    }
    this.#addBox(first);
  }

  /** What was collected, to be cut. The collector is used up. */
  finish(): ShapeIndex {
    return new ShapeIndex({
      xs: this.#xs.finish(),
      ys: this.#ys.finish(),
      zooms: this.#zooms.finish(),
      lines: this.#lines.finish(this.#xs.length),
      lineZooms: this.#lineZooms.finish(),
      shapes: this.#shapes.finish(this.#lines.length),
      types: this.#types.finish(),
      boxes: this.#boxes.finish(),
      ids: this.#ids,
      properties: this.#properties,
    });
  }

  #addRing(ring: readonly LngLat[], isShell: boolean): void {
    const units = ring.map(toUnits);
    const area = signedArea(units);
    // Readers tell shells from holes by their turn: a shell goes clockwise on the screen.
    if (area > 0 !== isShell) units.reverse();
    this.#addUnits(units, Math.sqrt(Math.abs(area)));
  }

  #addLine(positions: readonly LngLat[]): void {
    const units = positions.map(toUnits);
    let length = 0;
    for (const [at, [x, y]] of units.entries()) {
      const [px, py] = units[at - 1] ?? [x, y];
      length += Math.hypot(x - px, y - py);
    }
    this.#addUnits(units, length);
  }

  #addUnits(units: readonly Corner[], size: number): void {
    const xs = Float64Array.from(units, ([x]) => x);
    const ys = Float64Array.from(units, ([, y]) => y);
    const zooms = vertexZooms(xs, ys, deepestTileZoom);
    this.#beginLine(firstZoomOf(size, deepestTileZoom));
    for (let at = 0; at < xs.length; at += 1) this.#addCorner(xs[at] ?? 0, ys[at] ?? 0, zooms[at] ?? 0);
  }

  #beginLine(zoom: number): void {
    this.#lines.push(this.#xs.length);
    this.#lineZooms.push(zoom);
  }

  #addCorner(x: number, y: number, zoom: number): void {
    this.#xs.push(x);
    this.#ys.push(y);
    this.#zooms.push(zoom);
  }

  #addBox(first: number): void {
    let [west, north, east, south] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let at = first; at < this.#xs.length; at += 1) {
      const [x, y] = [this.#xs.at(at), this.#ys.at(at)];
      if (x < west) west = x;
      if (x > east) east = x;
      if (y < north) north = y;
      if (y > south) south = y;
    }
    // A shape without a corner lies outside the world.
    for (const value of west <= east ? [west, north, east, south] : [-1, -1, -1, -1]) this.#boxes.push(value);
  }
}

/** In whole units of the deepest zoom's tiles, x to the east and y to the south. */
function toUnits(position: LngLat): Corner {
  const [x, y] = tilePosition(position, deepestTileZoom);
  return [Math.round(x * tileExtent), Math.round(y * tileExtent)];
}

/** Positive when it goes clockwise on the screen. */
function signedArea(ring: readonly Corner[]): number {
  let sum = 0;
  for (const [at, [x, y]] of ring.entries()) {
    const [nextX, nextY] = ring[at + 1] ?? ring[0] ?? [x, y];
    sum += x * nextY - nextX * y;
  }
  return sum / 2;
}
