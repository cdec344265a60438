/** A corner that moves a line by less than this many of a tile's 4,096 units is left out at that zoom. */
const tolerance = 3;

/**
 * The first zoom at which something of this length shows: at the deepest one everything does, and each zoom above
 * needs twice the length. `length` in units of the deepest zoom.
 */
export function firstZoomOf(length: number, deepest: number): number {
  if (length <= 0) return deepest;
  return Math.max(0, Math.min(deepest, Math.floor(deepest - Math.log2(length / tolerance)) + 1));
}

/**
 * The zoom from which on each corner of a line is needed (Douglas and Peucker's measure, worked out once for all zooms).
 * The first and the last always are. `xs` and `ys` in units of the deepest zoom.
 */
export function vertexZooms(xs: ArrayLike<number>, ys: ArrayLike<number>, deepest: number): Uint8Array {
  const last = xs.length - 1;
  const zooms = new Uint8Array(xs.length).fill(deepest);
  zooms[0] = 0;
  zooms[last] = 0;
  const open: [from: number, to: number][] = [[0, last]];
  for (let part = open.pop(); part; part = open.pop()) {
    const [from, to] = part;
    let farthest = 0;
    let at = -1;
    for (let between = from + 1; between < to; between += 1) {
      const distance = squareDistance(xs, ys, between, from, to);
      // Of several as far as each other the middle one: halves stay even.
      if (distance < farthest) continue;
      if (distance === farthest && Math.abs(between - (from + to) / 2) >= Math.abs(at - (from + to) / 2))
        continue;
      farthest = distance;
      at = between;
    }
    if (at < 0) continue;
    zooms[at] = firstZoomOf(Math.sqrt(farthest), deepest);
    // Between corners that only the deepest zoom needs, nothing is needed earlier.
    if (farthest === 0) continue;
    open.push([from, at], [at, to]);
  }
  return zooms;
}

function squareDistance(
  xs: ArrayLike<number>,
  ys: ArrayLike<number>,
  at: number,
  from: number,
  to: number,
): number {
  const [px, py] = [xs[at] ?? 0, ys[at] ?? 0];
  const [ax, ay] = [xs[from] ?? 0, ys[from] ?? 0];
  const [dx, dy] = [(xs[to] ?? 0) - ax, (ys[to] ?? 0) - ay];
  const length = dx * dx + dy * dy;
  const share = length === 0 ? 0 : Math.max(0, Math.min(1, ((px - ax) * dx + (py - ay) * dy) / length));
  const [x, y] = [ax + dx * share - px, ay + dy * share - py];
  return x * x + y * y;
}
