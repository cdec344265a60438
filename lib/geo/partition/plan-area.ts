import { type BlockOptions, blocksFromRoads, toRings } from "../blocks-from-roads";
import { FaceGroups } from "../face-groups";
import { type AreaGeometry, type LngLat, linesOf, type PolygonGeometry, positionsOf } from "../geojson";
import { type Lattice, latticeOver, toLattice } from "../lattice";
import type { BlockGraph } from "./block-graph";
import { buildingCovers, type Cover, sliverM2, surfaceM2 } from "./building-cover";
import { linesBetween } from "./lines-between";
import { partition } from "./partition";
import { areaShape, clipLines, linesShape } from "./shapes";

export type Building = { geometry: AreaGeometry; weight: number };
export type AreaToPlan = {
  boundary: AreaGeometry;
  /** Lines that people see as the edge of a block. */
  roads: readonly LngLat[][];
  /** Railways and river banks. */
  barriers: readonly LngLat[][];
  /** Lanes, paths and walls within blocks: they part a block only where it is too heavy to stay whole. */
  minorLines: readonly LngLat[][];
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

/** Blocks heavier than this share of a cell are parted further: along lanes, then between buildings. */
const heavyShare = 0.4;
/** What is parted between buildings may be as small as one of them. */
const fine = { minAreaM2: 250, minWidthMetres: 5 };

/**
 * A plan of cells for one area: blocks between roads, those that a building stands on together joined, heavy ones parted
 * along lanes or between buildings, and the blocks parted into connected cells of equal weight. The cells cover the area
 * with no gap and no overlap, because they are made of its blocks. Throws `RangeError` for more cells than blocks.
 */
export function planArea(area: AreaToPlan, target: PlanTarget): PlannedArea {
  const lattice = latticeOver([...positionsOf(area.boundary)]);
  let blocks = weighed(lattice, area, [], {}, target);
  for (const partings of [partAlongLanes, partBetweenBuildings]) {
    const total = blocks.graph.weights.reduce((sum, weight) => sum + weight, 0);
    const most = (total / target.cells) * heavyShare;
    const heavy = blocks.ids.filter((_, node) => (blocks.graph.weights[node] ?? 0) > most);
    if (heavy.length === 0) continue;
    const more = partings(lattice, area, blocks, heavy);
    if (more.length > 0) blocks = weighed(lattice, area, [...blocks.extra, ...more], fine, target);
  }
  const { groups, ids, graph, crossedByBoundary } = blocks;
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

type Weighed = {
  groups: FaceGroups;
  ids: number[];
  graph: BlockGraph;
  /** Lines beside the roads that these blocks were parted by. */
  extra: LngLat[][];
  /** Positions of the buildings on each block. */
  buildingsOf: Map<number, number[]>;
  crossedByBoundary: number[];
};

function weighed(
  lattice: Lattice,
  area: AreaToPlan,
  extra: LngLat[][],
  options: Partial<BlockOptions>,
  { by }: PlanTarget,
): Weighed {
  const lines = { roads: area.roads, barriers: [...area.barriers, ...extra] };
  const shapes = blocksFromRoads(lines, [area.boundary], options).map(({ geometry }) => geometry);
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
  const nodeOf = new Map(ids.map((id, node) => [id, node]));
  const idOfFace = new Map(ids.flatMap((id) => groups.faces(id).map((face) => [face, id])));
  const weights = new Array<number>(ids.length).fill(0);
  const buildingsOf = new Map<number, number[]>();
  const crossedByBoundary: number[] = [];
  for (const [at, { geometry, weight }] of area.buildings.entries()) {
    const cover = covers[at] ?? [];
    const id = idOfFace.get(cover[0]?.area ?? -1);
    if (id === undefined) continue;
    buildingsOf.set(id, [...(buildingsOf.get(id) ?? []), at]);
    const whole = surfaceM2(lattice, geometry);
    const inside = cover.reduce((sum, { m2 }) => sum + m2, 0);
    if (whole - inside > sliverM2) crossedByBoundary.push(at);
    const node = nodeOf.get(id) ?? 0;
    weights[node] = (weights[node] ?? 0) + weight * Math.min(1, inside / (whole || 1));
  }
  const areasM2 = ids.map((id) => groups.areaM2(id));
  const borders = ids.map(
    (id) => new Map([...groups.neighbours(id)].map(([other, metres]) => [nodeOf.get(other) ?? 0, metres])),
  );
  const outerMetres = ids.map((id, node) => {
    const shared = [...(borders[node]?.values() ?? [])].reduce((sum, metres) => sum + metres, 0);
    return Math.max(0, groups.perimeterMetres(id) - shared);
  });
  const graph: BlockGraph = { weights: by === "area" ? areasM2 : weights, areasM2, borders, outerMetres };
  return { groups, ids, graph, extra, buildingsOf, crossedByBoundary };
}

function partAlongLanes(
  lattice: Lattice,
  area: AreaToPlan,
  { groups }: Weighed,
  heavy: number[],
): LngLat[][] {
  if (area.minorLines.length === 0) return [];
  const lanes = linesShape(lattice, area.minorLines);
  return heavy.flatMap((id) => clipLines(lattice, lanes, areaShape(lattice, outlineOf(lattice, groups, id))));
}

function partBetweenBuildings(
  lattice: Lattice,
  area: AreaToPlan,
  { groups, buildingsOf }: Weighed,
  heavy: number[],
): LngLat[][] {
  return heavy.flatMap((id) => {
    const own = (buildingsOf.get(id) ?? []).flatMap((at) => area.buildings[at]?.geometry ?? []);
    return linesBetween(lattice, outlineOf(lattice, groups, id), own);
  });
}

function outlineOf(lattice: Lattice, groups: FaceGroups, id: number): PolygonGeometry {
  return { type: "Polygon", coordinates: toRings(lattice, groups.outline(id)) };
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
