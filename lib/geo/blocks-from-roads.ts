import { FaceGroups } from "./face-groups";
import { type Face, facesOf } from "./faces";
import { type AreaGeometry, type LngLat, linesOf, positionsOf, type Ring } from "./geojson";
import { fromLattice, type Lattice, type LatticePoint, latticeOver, toLattice } from "./lattice";
import { nodeLines, type Segment } from "./node-lines";
import { sideOf } from "./point-in-polygon";
import { pointInside } from "./point-inside";
import { closeSmallGaps } from "./reach-out";

/** One polygon, and which of the given areas it belongs to. */
export type Block = { area: number; geometry: { type: "Polygon"; coordinates: Ring[] } };

export type BlockOptions = {
  /** Smaller pieces are traffic islands and the like. */
  minAreaM2: number;
  /** Narrower pieces are the strip between two carriageways. */
  minWidthMetres: number;
  /** A street that ends this near to another one meets it. */
  reachMetres: number;
};
export const blockDefaults: BlockOptions = { minAreaM2: 1_500, minWidthMetres: 14, reachMetres: 8 };

/**
 * Blocks that roads and barriers bound inside each area. Together they cover each area without gap or
 * overlap: all lines are noded on one lattice, and a block's corners are the corners of its neighbours.
 * What is too small or too narrow goes to the neighbour in the same area with the longest common edge.
 */
export function blocksFromRoads(
  lines: { roads: readonly LngLat[][]; barriers?: readonly LngLat[][] },
  areas: readonly AreaGeometry[],
  options: Partial<BlockOptions> = {},
): Block[] {
  const settings = { ...blockDefaults, ...options };
  if (areas.length === 0) return [];
  const lattice = latticeOver(areas.flatMap((area) => [...positionsOf(area)]));
  const borders = areas.flatMap(linesOf).map((line) => line.map((point) => toLattice(lattice, point)));
  const corner = borders
    .flat()
    .reduce<LatticePoint>(([x, y], point) => [Math.max(x, point[0]), Math.max(y, point[1])], [0, 0]);
  const inner = [...lines.roads, ...(lines.barriers ?? [])].flatMap((line) => clip(lattice, corner, line));
  const { faces, owners } = facesInAreas(lattice, [...borders, ...inner], areas, settings);
  const groups = new FaceGroups(lattice, faces, (a, b) => owners[a] === owners[b]);
  joinSlivers(groups, settings);
  return groups.ids().map((id) => ({
    area: owners[id] ?? 0,
    geometry: { type: "Polygon", coordinates: toRings(lattice, groups.outline(id)) },
  }));
}

function facesInAreas(
  lattice: Lattice,
  lines: readonly (readonly LatticePoint[])[],
  areas: readonly AreaGeometry[],
  settings: BlockOptions,
): { faces: Face[]; owners: number[] } {
  let segments: Segment[] = nodeLines(lines);
  const connectors = closeSmallGaps(lattice, segments, settings.reachMetres);
  if (connectors.length > 0) segments = nodeLines([...segments, ...connectors]);
  const faces: Face[] = [];
  const owners: number[] = [];
  for (const face of facesOf(segments)) {
    const inside = pointInside({ type: "Polygon", coordinates: toRings(lattice, face) });
    const owner = areas.findIndex((area) => sideOf(inside, area) !== "outside");
    if (owner < 0) continue;
    faces.push(face);
    owners.push(owner);
  }
  return { faces, owners };
}

function joinSlivers(groups: FaceGroups, { minAreaM2, minWidthMetres }: BlockOptions): void {
  const isSliver = (id: number) => groups.areaM2(id) < minAreaM2 || groups.widthMetres(id) < minWidthMetres;
  for (let hasChanged = true; hasChanged; ) {
    hasChanged = false;
    const slivers = groups
      .ids()
      .filter(isSliver)
      .sort((a, b) => groups.areaM2(a) - groups.areaM2(b) || a - b);
    for (const id of slivers) {
      if (!groups.has(id) || !isSliver(id)) continue;
      const neighbour = groups.closestNeighbour(id);
      if (neighbour === undefined) continue;
      groups.join(neighbour, id);
      hasChanged = true;
    }
  }
}

/** Lines beyond the borders' box would only cost time, and would not fit the lattice. */
function clip(lattice: Lattice, [east, north]: LatticePoint, line: LngLat[]): LatticePoint[][] {
  const points = line.map((point) => toLattice(lattice, point));
  const isIn = ([x, y]: LatticePoint) => x >= 0 && y >= 0 && x <= east && y <= north;
  const pieces: LatticePoint[][] = [];
  for (let i = 1; i < points.length; i += 1) {
    const [a, b] = [points[i - 1], points[i]];
    if (!a || !b) continue;
    const piece: Segment | null = isIn(a) && isIn(b) ? [a, b] : clipSegment(a, b, east, north);
    if (!piece) continue;
    const last = pieces.at(-1);
    const end = last?.at(-1);
    if (last && end && end[0] === piece[0][0] && end[1] === piece[0][1]) last.push(piece[1]);
    else pieces.push([...piece]);
  }
  return pieces;
}

/** Liang–Barsky. */
function clipSegment(a: LatticePoint, b: LatticePoint, east: number, north: number): Segment | null {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  let [from, to] = [0, 1];
  for (const [p, q] of [
    [-dx, a[0]],
    [dx, east - a[0]],
    [-dy, a[1]],
    [dy, north - a[1]],
  ] as const) {
    if (p === 0) {
      if (q < 0) return null;
    } else if (p < 0) from = Math.max(from, q / p);
    else to = Math.min(to, q / p);
  }
  if (from > to) return null;
  const at = (t: number): LatticePoint => [Math.round(a[0] + dx * t), Math.round(a[1] + dy * t)];
  return [at(from), at(to)];
}

export function toRings(lattice: Lattice, face: Face): Ring[] {
  return face.map((ring) => {
    const line = ring.map((point) => fromLattice(lattice, point));
    const [first] = line;
    return first ? [...line, first] : line;
  });
}
