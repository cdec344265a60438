/**
 * Blocks as a graph: what a plan of cells needs to know of them and nothing else. Blocks are named by their position.
 */
export type BlockGraph = {
  /** People, households or m², whatever the plan is balanced by. Zero and more. */
  weights: readonly number[];
  areasM2: readonly number[];
  /** Of each block, the common border with each neighbour in metres; symmetric. */
  borders: readonly ReadonlyMap<number, number>[];
  /** Metres of each block's outline that lie on no other block: the edge of the area. */
  outerMetres: readonly number[];
};

/** The cell of each block, from 0 on. */
export type Assignment = Int32Array;

/** The pieces that hang together, each in ascending order; the piece of the lowest block first. */
export function componentsOf(graph: BlockGraph, blocks: readonly number[]): number[][] {
  const left = new Set(blocks);
  const pieces: number[][] = [];
  for (const start of blocks.toSorted((a, b) => a - b)) {
    if (!left.delete(start)) continue;
    const piece = [start];
    for (let at = 0; at < piece.length; at += 1) {
      for (const next of graph.borders[piece[at] ?? 0]?.keys() ?? []) if (left.delete(next)) piece.push(next);
    }
    pieces.push(piece.sort((a, b) => a - b));
  }
  return pieces;
}

export function sumOf(values: readonly number[], of: Iterable<number>): number {
  let sum = 0;
  for (const at of of) sum += values[at] ?? 0;
  return sum;
}
