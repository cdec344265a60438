import { seededRandom } from "../seeded-random";
import { anneal } from "./anneal";
import { bisect } from "./bisect";
import { type Assignment, type BlockGraph, componentsOf, sumOf } from "./block-graph";

export type PartitionOptions = {
  /** How many cells; more than there are blocks is refused. */
  cells: number;
  seed: number;
  /** The share of the mean that a cell may be off, to be aimed at. */
  tolerance?: number;
  /** Moves tried for each block. */
  movesPerBlock?: number;
  isCancelled?: () => boolean;
};

/**
 * Blocks into cells: each connected, of nearly equal weight, round where the blocks allow it. Pieces of the area that
 * do not hang together (islands) get cells by their weight, each at least one; so the number of cells may be larger
 * than asked for where there are more pieces than cells. Deterministic for a seed. Throws `RangeError` for more cells
 * than blocks, or none.
 */
export function partition(
  graph: BlockGraph,
  options: PartitionOptions,
): { cells: number; assignment: Assignment } {
  const count = graph.weights.length;
  if (options.cells < 1 || options.cells > count)
    throw new RangeError(`${options.cells} cells cannot be made of ${count} blocks`);
  const random = seededRandom(options.seed);
  const pieces = componentsOf(graph, [...graph.weights.keys()]);
  const shares = sharesOf(graph, pieces, options.cells);
  const groups = pieces.flatMap((piece, at) => bisect(graph, piece, shares[at] ?? 1, random));
  const start: Assignment = new Int32Array(count);
  for (const [cell, blocks] of groups.entries()) for (const block of blocks) start[block] = cell;
  const assignment = anneal(graph, start, {
    cells: groups.length,
    moves: count * (options.movesPerBlock ?? 350),
    tolerance: options.tolerance ?? 0.05,
    random,
    ...(options.isCancelled ? { isCancelled: options.isCancelled } : {}),
  });
  return { cells: groups.length, assignment };
}

/** Cells for each piece by its weight (largest remainders), at least one, never more than it has blocks. */
function sharesOf(graph: BlockGraph, pieces: readonly number[][], cells: number): number[] {
  const total = sumOf(graph.weights, graph.weights.keys()) || 1;
  const exact = pieces.map((piece) => (sumOf(graph.weights, piece) / total) * cells);
  const shares = pieces.map((piece, at) => Math.min(piece.length, Math.max(1, Math.floor(exact[at] ?? 0))));
  for (let left = cells - shares.reduce((sum, share) => sum + share, 0); left > 0; left -= 1) {
    let best = -1;
    for (const [at, piece] of pieces.entries()) {
      if ((shares[at] ?? 0) >= piece.length) continue;
      const lack = (exact[at] ?? 0) - (shares[at] ?? 0);
      if (best < 0 || lack > (exact[best] ?? 0) - (shares[best] ?? 0)) best = at;
    }
    if (best < 0) break;
    shares[best] = (shares[best] ?? 0) + 1;
  }
  return shares;
}
