import { areaM2 } from "./area";
import { toRings } from "./blocks-from-roads";
import { boxOf } from "./box";
import { FaceGroups } from "./face-groups";
import type { PolygonGeometry } from "./geojson";
import { latticeOver, toLattice } from "./lattice";
import { numberingOrder } from "./numbering";
import { pointInside } from "./point-inside";

export type CellTarget = {
  /** About what one grid worker can walk. */
  areaM2: number;
  buildings: number;
};
export const cellTarget: CellTarget = { areaM2: 45_000, buildings: 60 };

export type PlannedCell = { geometry: PolygonGeometry; buildings: number; areaM2: number };

/** Below this share of the target a cell is joined with a neighbour. */
const leastShare = 0.5;
const leastWidthMetres = 60;
/** Above this share a joined cell counts as too large, and another neighbour is preferred. */
const mostShare = 1.5;

/**
 * The first set of cells of ONE community: adjacent blocks joined, the smallest first, until each holds
 * about half the target or more. Blocks must come from one call of `blocksFromRoads`. Every cell is one
 * connected piece, the cells cover what the blocks covered, and equal input gives equal cells in the order
 * of their numbers.
 */
export function cellsFromBlocks(
  blocks: readonly { geometry: PolygonGeometry; buildings: number }[],
  target: CellTarget = cellTarget,
): PlannedCell[] {
  if (blocks.length === 0) return [];
  const lattice = latticeOver(blocks.flatMap(({ geometry }) => geometry.coordinates.flat()));
  const faces = blocks.map(({ geometry }) =>
    geometry.coordinates.map((ring) => ring.slice(0, -1).map((point) => toLattice(lattice, point))),
  );
  const groups = new FaceGroups(lattice, faces, () => true);
  const buildingsOf = (id: number) =>
    groups.faces(id).reduce((sum, index) => sum + (blocks[index]?.buildings ?? 0), 0);
  // A narrow strip (the land between two carriageways, a quay) is no cell of its own, however long.
  const weightOf = (id: number) =>
    Math.max(groups.areaM2(id) / target.areaM2, buildingsOf(id) / target.buildings) *
    Math.min(1, groups.widthMetres(id) / leastWidthMetres);
  for (;;) {
    let smallest: { id: number; weight: number } | undefined;
    for (const id of groups.ids()) {
      if (groups.neighbours(id).size === 0) continue;
      const weight = weightOf(id);
      if (weight < leastShare && weight < (smallest?.weight ?? Infinity)) smallest = { id, weight };
    }
    if (!smallest) break;
    groups.join(bestNeighbour(groups, smallest.id, weightOf), smallest.id);
  }
  const cells = groups.ids().map((id) => {
    const geometry: PolygonGeometry = {
      type: "Polygon",
      coordinates: toRings(lattice, groups.outline(id)),
    };
    const cell = { geometry, buildings: buildingsOf(id), areaM2: areaM2(geometry) };
    return { cell, point: pointInside(geometry), box: boxOf(geometry) };
  });
  return numberingOrder(cells).map(({ cell }) => cell);
}

/** A long common edge makes a compact cell; too heavy a cell is the worse fault. */
function bestNeighbour(groups: FaceGroups, id: number, weightOf: (id: number) => number): number {
  const weight = weightOf(id);
  let best: { id: number; score: number } | undefined;
  for (const [other, metres] of groups.neighbours(id)) {
    const excess = Math.max(0, weight + weightOf(other) - mostShare);
    const score = metres / groups.perimeterMetres(id) - excess;
    if (!best || score > best.score || (score === best.score && other < best.id)) best = { id: other, score };
  }
  if (!best) throw new Error("a group without neighbours cannot be joined");
  return best.id;
}
