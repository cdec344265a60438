import { distanceMetres } from "./distance";
import { type AreaGeometry, type LngLat, linesOf, polygonsOf, type Ring } from "./geojson";

export type Side = "inside" | "boundary" | "outside";

/** A point on the boundary counts as inside: it belongs to somebody. Who gets it is `cell-index.ts`'s to say. */
export function isInside(point: LngLat, area: AreaGeometry): boolean {
  return sideOf(point, area) !== "outside";
}

export function sideOf(point: LngLat, area: AreaGeometry): Side {
  let best: Side = "outside";
  for (const rings of polygonsOf(area)) {
    const side = sideOfPolygon(point, rings);
    if (side === "inside") return "inside";
    if (side === "boundary") best = "boundary";
  }
  return best;
}

function sideOfPolygon(point: LngLat, rings: readonly Ring[]): Side {
  const [shell, ...holes] = rings;
  if (!shell) return "outside";
  const side = sideOfRing(point, shell);
  if (side !== "inside") return side;
  for (const hole of holes) {
    const inHole = sideOfRing(point, hole);
    if (inHole === "boundary") return "boundary";
    if (inHole === "inside") return "outside";
  }
  return "inside";
}

/** Crossing number, with the boundary told apart exactly as far as doubles can. */
export function sideOfRing([x, y]: LngLat, ring: Ring): Side {
  let isIn = false;
  for (let i = 1; i < ring.length; i += 1) {
    const [a, b] = [ring[i - 1], ring[i]];
    if (!a || !b) continue;
    const cross = (b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0]);
    if (
      cross === 0 &&
      x >= Math.min(a[0], b[0]) &&
      x <= Math.max(a[0], b[0]) &&
      y >= Math.min(a[1], b[1]) &&
      y <= Math.max(a[1], b[1])
    ) {
      return "boundary";
    }
    if (a[1] > y !== b[1] > y && cross > 0 === b[1] > a[1]) isIn = !isIn;
  }
  return isIn ? "inside" : "outside";
}

/** To the nearest point of the boundary, from either side. */
export function distanceToBoundaryMetres(point: LngLat, area: AreaGeometry): number {
  let least = Infinity;
  for (const line of linesOf(area)) {
    for (let i = 1; i < line.length; i += 1) {
      const [a, b] = [line[i - 1], line[i]];
      if (!a || !b) continue;
      const metres = distanceMetres(point, nearestOnSegment(point, a, b));
      if (metres < least) least = metres;
    }
  }
  return least;
}

/** Plane geometry on degrees corrected for latitude: exact enough for segments of a city's size. */
export function nearestOnSegment(point: LngLat, a: LngLat, b: LngLat): LngLat {
  const scale = Math.cos((point[1] * Math.PI) / 180);
  const dx = (b[0] - a[0]) * scale;
  const dy = b[1] - a[1];
  const length = dx * dx + dy * dy;
  if (length === 0) return a;
  const along = ((point[0] - a[0]) * scale * dx + (point[1] - a[1]) * dy) / length;
  const t = Math.max(0, Math.min(1, along));
  return [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t];
}
