import { type Box, boxOfPositions } from "./box";
import type { LngLat } from "./geojson";

/**
 * Whole numbers instead of degrees: 1e-7 degree, about a centimetre, counted from the south-west corner.
 * On them edges are equal or not, never nearly equal, so a cover built on them has no gap and no overlap.
 */
export type LatticePoint = readonly [x: number, y: number];
export type Lattice = {
  west: number;
  south: number;
  metresPerX: number;
  metresPerY: number;
};

const stepsPerDegree = 1e7;
/** Both numbers of a point fit one exact double. */
const span = 2 ** 26;
const maxDegrees = (span - 2) / stepsPerDegree;

/** A box wider than whole steps fit into one number; says up to how many degrees they do. */
export class TooWide extends RangeError {
  constructor(readonly mostDegrees: string) {
    super(`a city wider than ${mostDegrees} degrees cannot be cut into blocks`);
  }
}

export function latticeOver(positions: Iterable<LngLat>): Lattice {
  return latticeOverBox(boxOfPositions(positions));
}

export function latticeOverBox(box: Box): Lattice {
  if (box.east - box.west > maxDegrees || box.north - box.south > maxDegrees) {
    throw new TooWide(maxDegrees.toFixed(1));
  }
  const metresPerDegree = 111_195;
  const metresPerY = metresPerDegree / stepsPerDegree;
  const metresPerX = metresPerY * Math.cos((((box.south + box.north) / 2) * Math.PI) / 180);
  // One step of room on each side: rounding may move a point outwards.
  const west = Math.floor(box.west * stepsPerDegree) - 1;
  const south = Math.floor(box.south * stepsPerDegree) - 1;
  return { west, south, metresPerX, metresPerY };
}

export function toLattice(lattice: Lattice, [lng, lat]: LngLat): LatticePoint {
  return [Math.round(lng * stepsPerDegree) - lattice.west, Math.round(lat * stepsPerDegree) - lattice.south];
}

export function fromLattice(lattice: Lattice, [x, y]: LatticePoint): LngLat {
  return [(x + lattice.west) / stepsPerDegree, (y + lattice.south) / stepsPerDegree];
}

export function pointKey([x, y]: LatticePoint): number {
  return x * span + y;
}

export function pointOfKey(key: number): LatticePoint {
  const y = key % span;
  return [(key - y) / span, y];
}

export function latticeMetres(lattice: Lattice, a: LatticePoint, b: LatticePoint): number {
  return Math.hypot((a[0] - b[0]) * lattice.metresPerX, (a[1] - b[1]) * lattice.metresPerY);
}

/** Twice the signed area would do for orientation; this is m², positive when the ring runs counter-clockwise. */
export function signedAreaM2(lattice: Lattice, ring: readonly LatticePoint[]): number {
  let sum = 0;
  for (let i = 0; i < ring.length; i += 1) {
    const [a, b] = [ring[i], ring[(i + 1) % ring.length]];
    if (a && b) sum += a[0] * b[1] - b[0] * a[1];
  }
  return (sum / 2) * lattice.metresPerX * lattice.metresPerY;
}
