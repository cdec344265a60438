import { boxOf } from "./box";
import { type AreaGeometry, type LngLat, polygonsOf, type Ring } from "./geojson";

const scanLines = 15;

/**
 * A point well inside: where a label stands. The middle of the widest stretch on a few horizontal cuts,
 * weighed so that cuts near the middle win; a centroid may fall outside of a bent area.
 */
export function pointInside(area: AreaGeometry): LngLat {
  let best: { point: LngLat; score: number } | undefined;
  for (const rings of polygonsOf(area)) {
    const { south, north } = boxOf({ type: "Polygon", coordinates: rings });
    for (let i = 0; i < scanLines; i += 1) {
      const t = (i + 0.5) / scanLines;
      const lat = south + (north - south) * t;
      // A cut along a horizontal edge would run on the boundary.
      if (rings.some((ring) => ring.some((position) => position[1] === lat))) continue;
      const weight = 1 - Math.abs(t - 0.5);
      for (const [from, to] of stretches(rings, lat)) {
        const score = (to - from) * weight;
        if (score > (best?.score ?? 0)) best = { point: [(from + to) / 2, lat], score };
      }
    }
  }
  if (best) return best.point;
  // An area without any width: its first position is as good as any.
  return polygonsOf(area)[0]?.[0]?.[0] ?? [0, 0];
}

/** Where the horizontal line at this latitude runs inside of the polygon. */
function stretches(rings: readonly Ring[], lat: number): [number, number][] {
  const crossings: number[] = [];
  for (const ring of rings) {
    for (let i = 1; i < ring.length; i += 1) {
      const [a, b] = [ring[i - 1], ring[i]];
      if (!a || !b || a[1] > lat === b[1] > lat) continue;
      crossings.push(a[0] + ((lat - a[1]) / (b[1] - a[1])) * (b[0] - a[0]));
    }
  }
  crossings.sort((a, b) => a - b);
  const found: [number, number][] = [];
  for (let i = 1; i < crossings.length; i += 2) {
    const [from, to] = [crossings[i - 1], crossings[i]];
    if (from !== undefined && to !== undefined) found.push([from, to]);
  }
  return found;
}
