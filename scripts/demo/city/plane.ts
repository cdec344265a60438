import type { LngLat } from "@/lib/geo/geojson";
import { tileBox } from "@/lib/geo/tile";

/**
 * The city is planned on a straight plane (u east, v north, metres) and bent afterwards, so that its streets
 * curve while the plan stays simple. The place is fictional: it lies on the open water of a large lake, where
 * nobody lives, so that no ticket of the demo points at somebody's home; no border of any kind is drawn there.
 */
export const cityWidth = 6_000;
export const cityHeight = 5_000;

/** The middle of the old town; it is put on the middle of one tile, so that this tile shows all of it. */
const oldTown = { u: 2_990, v: 3_120 };
const tile = { z: 14, x: 13_660, y: 6_697 };

const box = tileBox(tile);
const centre: LngLat = [(box.west + box.east) / 2, (box.south + box.north) / 2];
const metresPerDegree = 111_195;
const metresPerLng = metresPerDegree * Math.cos((centre[1] * Math.PI) / 180);

type Plane = readonly [u: number, v: number];

function bend([u, v]: Plane): [x: number, y: number] {
  const river = Math.exp(-(((v - 1_930) / 1_300) ** 2));
  const [west, east] = [Math.exp(-u / 400), Math.exp(-(cityWidth - u) / 400)];
  const [south, north] = [Math.exp(-v / 400), Math.exp(-(cityHeight - v) / 400)];
  const x =
    u +
    80 * Math.sin(v / 1_500 + 0.5) +
    40 * Math.sin(u / 900 + v / 2_300) +
    110 * west * Math.sin(v / 430 + 1) -
    110 * east * Math.sin(v / 510);
  const y =
    v +
    60 * Math.sin(u / 1_300) +
    70 * Math.sin(u / 2_600 + 1.1) +
    25 * Math.sin(v / 800 + u / 1_900) +
    130 * river * Math.sin(u / 900 + 0.4) +
    100 * south * Math.sin(u / 470) -
    100 * north * Math.sin(u / 560 + 2);
  return [x, y];
}

const middle = bend([oldTown.u, oldTown.v]);

function project([x, y]: readonly [number, number]): LngLat {
  const lng = centre[0] + (x - middle[0]) / metresPerLng;
  const lat = centre[1] + (y - middle[1]) / metresPerDegree;
  return [round(lng), round(lat)];
}

/** A centimetre. */
const round = (degrees: number) => Math.round(degrees * 1e7) / 1e7;

export function place(point: Plane): LngLat {
  return project(bend(point));
}

/**
 * A right-angled house on the bent ground: turned as the street beside it and scaled as the ground there, so
 * that houses side by side on the plan do not touch.
 */
export function placeRectangle([u, v]: Plane, width: number, depth: number): LngLat[] {
  const [x, y] = bend([u, v]);
  const east = difference(bend([u + 1, v]), [x, y]);
  const north = difference(bend([u, v + 1]), [x, y]);
  const stretch = Math.hypot(...east);
  const along = [east[0] / stretch, east[1] / stretch] as const;
  const across = [-along[1], along[0]] as const;
  const rise = north[0] * across[0] + north[1] * across[1];
  const [a, b] = [(width / 2) * stretch, (depth / 2) * rise];
  const corner = (i: number, j: number) =>
    project([x + i * a * along[0] + j * b * across[0], y + i * a * along[1] + j * b * across[1]]);
  return [corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1), corner(-1, -1)];
}

function difference(a: readonly [number, number], b: readonly [number, number]): [number, number] {
  return [a[0] - b[0], a[1] - b[1]];
}

/** An oval, such as a running track; `wobble` makes the shore of a pond of it. */
export function placeOval([u, v]: Plane, width: number, depth: number, wobble = 0): LngLat[] {
  const corners = 36;
  const ring = Array.from({ length: corners }, (_, i) => {
    const turn = (2 * Math.PI * i) / corners;
    const reach = 1 + wobble * (Math.sin(2 * turn + u) + 0.6 * Math.sin(3 * turn + v));
    return place([u + (width / 2) * reach * Math.cos(turn), v + (depth / 2) * reach * Math.sin(turn)]);
  });
  const [first] = ring;
  return first ? [...ring, first] : ring;
}
