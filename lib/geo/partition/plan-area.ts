import { blocksFromRoads, toRings } from "../blocks-from-roads";
import { FaceGroups } from "../face-groups";
import { type AreaGeometry, type LngLat, linesOf, type PolygonGeometry, positionsOf } from "../geojson";
import { latticeOver, toLattice } from "../lattice";
import type { BlockGraph } from "./block-graph";
import { buildingCovers, type Cover, surfaceM2 } from "./building-cover";
import { partition } from "./partition";

export type Building = { geometry: AreaGeometry; weight: number };
export type AreaToPlan = {
  boundary: AreaGeometry;
  /** Lines that people see as the edge of a block. */
  roads: readonly LngLat[][];
  /** Railways and river banks. */
  barriers: readonly LngLat[][];
  buildings: readonly Building[];
};
export type PlannedCell = {
  geometry: PolygonGeometry;
  weight: number;
  areaM2: number;
  blocks: number;
  /** The weight of its heaviest block: what excuses a cell that is too heavy. */
  heaviestBlock: number;
};
export type PlannedArea = {
  cells: PlannedCell[];
  blocks: number;
  /** Buildings that the boundary of the area itself crosses: positions in the input. */
  crossedByBoundary: number[];
};
export type PlanTarget = {
  cells: number;
  seed: number;
  /** What cells are balanced by: the buildings' weights, or plain surface. */
  by: "buildings" | "area";
  isCancelled?: () => boolean;
};

/**
 * A plan of cells for one area: blocks between roads, those that a building stands on together joined, and the blocks
 * parted into connected cells of equal weight. The cells cover the area with no gap and no overlap, because they are
 * made of its blocks. Throws `RangeError` for more cells than blocks.
 */
export function planArea(area: AreaToPlan, target: PlanTarget): PlannedArea {
  const blocks = blocksFromRoads({ roads: area.roads, barriers: area.barriers }, [area.boundary]);
  const shapes = blocks.map(({ geometry }) => geometry);
  const lattice = latticeOver(shapes.flatMap((shape) => [...positionsOf(shape)]));
  const faces = shapes.map((shape) =>
    linesOf(shape).map((ring) => ring.slice(0, -1).map((point) => toLattice(lattice, point))),
  );
  const groups = new FaceGroups(lattice, faces, () => true);
  const covers = buildingCovers(
    lattice,
    shapes,
    area.buildings.map(({ geometry }) => geometry),
  );
  joinUnderBuildings(groups, covers);
  const ids = groups.ids();
  const nodeOfFace = new Map(ids.flatMap((id, node) => groups.faces(id).map((face) => [face, node])));
  const nodeOf = new Map(ids.map((id, node) => [id, node]));
  const weights = new Array<number>(ids.length).fill(0);
  const crossedByBoundary: number[] = [];
  for (const [at, { geometry, weight }] of area.buildings.entries()) {
    const cover = covers[at] ?? [];
    const node = nodeOfFace.get(cover[0]?.area ?? -1);
    if (node === undefined) continue;
    const whole = surfaceM2(lattice, geometry);
    const inside = cover.reduce((sum, { m2 }) => sum + m2, 0);
    if (whole - inside > 1) crossedByBoundary.push(at);
    weights[node] = (weights[node] ?? 0) + weight * Math.min(1, inside / (whole || 1));
  }
  const areasM2 = ids.map((id) => groups.areaM2(id));
  const shared = ids.map((id) =>
    [...groups.neighbours(id).values()].reduce((sum, metres) => sum + metres, 0),
  );
  const graph: BlockGraph = {
    weights: target.by === "area" ? areasM2 : weights,
    areasM2,
    borders: ids.map(
      (id) => new Map([...groups.neighbours(id)].map(([other, metres]) => [nodeOf.get(other) ?? 0, metres])),
    ),
    outerMetres: ids.map((id, node) => Math.max(0, groups.perimeterMetres(id) - (shared[node] ?? 0))),
  };
  const plan = partition(graph, target);
  const cells = Array.from({ length: plan.cells }, (_, cell): PlannedCell => {
    const nodes = ids.flatMap((_id, node) => (plan.assignment[node] === cell ? [node] : []));
    const kept = ids[nodes[0] ?? 0] ?? 0;
    joinAll(groups, kept, new Set(nodes.map((node) => ids[node] ?? 0)));
    const own = nodes.map((node) => graph.weights[node] ?? 0);
    return {
      geometry: { type: "Polygon", coordinates: toRings(lattice, groups.outline(kept)) },
      weight: own.reduce((sum, weight) => sum + weight, 0),
      areaM2: groups.areaM2(kept),
      blocks: nodes.length,
      heaviestBlock: Math.max(...own),
    };
  });
  return { cells, blocks: ids.length, crossedByBoundary };
}

/** A building that stands on several blocks makes one of them, so that no border can cut it. */
function joinUnderBuildings(groups: FaceGroups, covers: readonly Cover[]): void {
  const homes = new Map<number, number>();
  const home = (face: number): number => {
    let id = face;
    for (let next = homes.get(id); next !== undefined; next = homes.get(id)) id = next;
    return id;
  };
  for (const cover of covers) {
    const standing = new Set(cover.map(({ area }) => home(area)));
    // Pieces that meet in a corner only cannot be one; over a third one they may.
    for (let hasJoined = true; hasJoined && standing.size > 1; ) {
      hasJoined = false;
      for (const one of standing) {
        const other = [...standing].find((each) => each !== one && groups.neighbours(one).has(each));
        if (other === undefined) continue;
        groups.join(one, other);
        homes.set(other, one);
        standing.delete(other);
        hasJoined = true;
        break;
      }
    }
  }
}

function joinAll(groups: FaceGroups, kept: number, all: ReadonlySet<number>): void {
  const left = new Set(all);
  left.delete(kept);
  while (left.size > 0) {
    const next = [...groups.neighbours(kept).keys()].find((id) => left.has(id));
    if (next === undefined) throw new Error("a cell must be one connected piece");
    groups.join(kept, next);
    left.delete(next);
  }
}
