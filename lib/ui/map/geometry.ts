/** A place in a tile's units or in pixels. */
export type Spot = { x: number; y: number };
export type SpotBox = { left: number; top: number; right: number; bottom: number };

export function boxOfRings(rings: readonly (readonly Spot[])[]): SpotBox {
  const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (const ring of rings) {
    for (const { x, y } of ring) {
      if (x < box.left) box.left = x;
      if (x > box.right) box.right = x;
      if (y < box.top) box.top = y;
      if (y > box.bottom) box.bottom = y;
    }
  }
  return box;
}

export function isInBox({ x, y }: Spot, box: SpotBox): boolean {
  return x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;
}

export function isOverlapping(a: SpotBox, b: SpotBox): boolean {
  return a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top;
}

/** Even-odd over all rings: holes count as outside without anybody having to say which ring is a hole. */
export function isInRings({ x, y }: Spot, rings: readonly (readonly Spot[])[]): boolean {
  let isInside = false;
  for (const ring of rings) {
    for (let at = 0, before = ring.length - 1; at < ring.length; before = at, at += 1) {
      const [a, b] = [ring[at], ring[before]];
      if (!a || !b) continue;
      if (a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) isInside = !isInside;
    }
  }
  return isInside;
}

/** The nearest of what lies within reach of the spot, or nothing. */
export function nearestWithin<T extends Spot>(spot: Spot, all: Iterable<T>, reach: (one: T) => number) {
  let found: T | null = null;
  let least = Infinity;
  for (const one of all) {
    const distance = Math.hypot(one.x - spot.x, one.y - spot.y);
    if (distance <= reach(one) && distance < least) {
      found = one;
      least = distance;
    }
  }
  return found;
}
