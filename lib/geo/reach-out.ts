import Flatbush from "flatbush";
import { type Lattice, type LatticePoint, latticeMetres, pointKey } from "./lattice";
import type { Segment } from "./node-lines";

/**
 * Real maps end a street a few metres short of the one it meets. From each loose end a short line to the
 * nearest street within reach; noding it together with the rest closes the gap.
 */
export function closeSmallGaps(
  lattice: Lattice,
  segments: readonly Segment[],
  reachMetres: number,
): Segment[] {
  if (segments.length === 0) return [];
  const degree = new Map<number, number>();
  for (const point of segments.flat()) degree.set(pointKey(point), (degree.get(pointKey(point)) ?? 0) + 1);
  const tree = new Flatbush(segments.length);
  for (const [a, b] of segments) {
    tree.add(Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[0], b[0]), Math.max(a[1], b[1]));
  }
  tree.finish();
  const connectors: Segment[] = [];
  for (const [index, segment] of segments.entries()) {
    for (const [end, other] of [segment, [segment[1], segment[0]] as const]) {
      if (degree.get(pointKey(end)) !== 1) continue;
      const dx = reachMetres / lattice.metresPerX;
      const dy = reachMetres / lattice.metresPerY;
      let best: { to: LatticePoint; metres: number } | undefined;
      for (const near of tree.search(end[0] - dx, end[1] - dy, end[0] + dx, end[1] + dy)) {
        const target = segments[near];
        if (!target || near === index || target.some((point) => pointKey(point) === pointKey(other)))
          continue;
        const to = nearest(lattice, end, target);
        const metres = latticeMetres(lattice, end, to);
        if (metres <= reachMetres && metres < (best?.metres ?? Infinity)) best = { to, metres };
      }
      if (best) connectors.push([end, best.to]);
    }
  }
  return connectors;
}

function nearest(lattice: Lattice, point: LatticePoint, [a, b]: Segment): LatticePoint {
  const { metresPerX, metresPerY } = lattice;
  const dx = (b[0] - a[0]) * metresPerX;
  const dy = (b[1] - a[1]) * metresPerY;
  const along = (point[0] - a[0]) * metresPerX * dx + (point[1] - a[1]) * metresPerY * dy;
  const t = Math.max(0, Math.min(1, along / (dx * dx + dy * dy || 1)));
  return [Math.round(a[0] + (b[0] - a[0]) * t), Math.round(a[1] + (b[1] - a[1]) * t)];
}
