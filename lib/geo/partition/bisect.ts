import { type BlockGraph, sumOf } from "./block-graph";

/** Trees tried for each cut; a cut that is good enough ends the search sooner. */
const mostTrees = 24;
const goodEnough = 0.005;

type Cut = { side: number[]; other: number[]; cells: number; deviation: number; metres: number };

/**
 * Connected blocks into so many connected cells of nearly equal weight, by halves: a random spanning tree is drawn, and
 * cut where one side comes closest to a whole number of cells (the step of the ReCom family of districting methods).
 * Long common borders are likelier tree edges, so that a cut tends to cross short ones. Answers lists of blocks.
 */
export function bisect(
  graph: BlockGraph,
  blocks: readonly number[],
  cells: number,
  random: () => number,
): number[][] {
  if (cells <= 1 || blocks.length <= 1) return [[...blocks]];
  const cut = bestCut(graph, blocks, cells, random);
  return [
    ...bisect(graph, cut.side, cut.cells, random),
    ...bisect(graph, cut.other, cells - cut.cells, random),
  ];
}

function bestCut(graph: BlockGraph, blocks: readonly number[], cells: number, random: () => number): Cut {
  let best: Cut | undefined;
  for (let tree = 0; tree < mostTrees; tree += 1) {
    const cut = cutOfTree(graph, blocks, cells, random);
    const isBetter =
      !best ||
      cut.deviation < best.deviation * 0.98 ||
      (cut.deviation <= Math.max(best.deviation, goodEnough) && cut.metres < best.metres);
    if (isBetter) best = cut;
  }
  if (!best) throw new Error("a cut needs two blocks");
  return best;
}

/** The best cut of one random tree. Deviation: the weight that a side is off, as a share of one cell. */
function cutOfTree(graph: BlockGraph, blocks: readonly number[], cells: number, random: () => number): Cut {
  const { order, parents } = randomTree(graph, blocks, random);
  const below = new Map<number, number>();
  const sizes = new Map<number, number>();
  for (const block of order.toReversed()) {
    const own = (below.get(block) ?? 0) + (graph.weights[block] ?? 0);
    const size = (sizes.get(block) ?? 0) + 1;
    below.set(block, own);
    sizes.set(block, size);
    const parent = parents.get(block);
    if (parent === undefined) continue;
    below.set(parent, (below.get(parent) ?? 0) + own);
    sizes.set(parent, (sizes.get(parent) ?? 0) + size);
  }
  const total = sumOf(graph.weights, blocks);
  const target = total / cells || 1;
  let best: { block: number; cells: number; deviation: number } | undefined;
  for (const block of order.slice(1)) {
    const weight = below.get(block) ?? 0;
    const size = sizes.get(block) ?? 0;
    const share = Math.min(cells - 1, Math.max(1, Math.round(weight / target)));
    // Neither side may be asked for more cells than it has blocks.
    const fits = Math.max(1, Math.min(share, size, cells - 1));
    const here = Math.max(fits, cells - (blocks.length - size));
    if (here > size || here > cells - 1) continue;
    // Near the middle costs nothing, and keeps the tree of cuts shallow.
    const lean = Math.abs(here - cells / 2) / cells / 50;
    const deviation = Math.abs(weight - here * target) / target / Math.min(here, cells - here) + lean;
    if (!best || deviation < best.deviation) best = { block, cells: here, deviation };
  }
  const at = best ?? { block: order[1] ?? 0, cells: 1, deviation: Infinity };
  const side = new Set([at.block]);
  for (const block of order) {
    const parent = parents.get(block);
    if (parent !== undefined && side.has(parent)) side.add(block);
  }
  let metres = 0;
  for (const block of side) {
    for (const [next, length] of graph.borders[block] ?? [])
      if (!side.has(next) && below.has(next)) metres += length;
  }
  return {
    side: blocks.filter((block) => side.has(block)),
    other: blocks.filter((block) => !side.has(block)),
    ...{ cells: at.cells, deviation: at.deviation, metres },
  };
}

/** Prim's walk with random keys: parents before children. */
function randomTree(
  graph: BlockGraph,
  blocks: readonly number[],
  random: () => number,
): { order: number[]; parents: Map<number, number> } {
  const inside = new Set(blocks);
  const start = blocks[Math.floor(random() * blocks.length)] ?? blocks[0] ?? 0;
  const parents = new Map<number, number>();
  const order = [start];
  inside.delete(start);
  const heap = new MinHeap();
  const reach = (from: number) => {
    for (const [to, metres] of graph.borders[from] ?? [])
      if (inside.has(to)) heap.push(random() / Math.sqrt(Math.max(metres, 1)), from, to);
  };
  reach(start);
  for (let next = heap.pop(); next; next = heap.pop()) {
    if (!inside.delete(next.to)) continue;
    parents.set(next.to, next.from);
    order.push(next.to);
    reach(next.to);
  }
  if (inside.size > 0) throw new Error("blocks that do not hang together cannot be cut");
  return { order, parents };
}

type Entry = { key: number; from: number; to: number };

class MinHeap {
  readonly #entries: Entry[] = [];

  push(key: number, from: number, to: number): void {
    const entries = this.#entries;
    entries.push({ key, from, to });
    for (let at = entries.length - 1; at > 0; ) {
      const up = (at - 1) >> 1;
      if (!this.#swapIfLess(at, up)) break;
      at = up;
    }
  }

  pop(): Entry | undefined {
    const entries = this.#entries;
    const top = entries[0];
    const last = entries.pop();
    if (!top || !last || entries.length === 0) return top;
    entries[0] = last;
    for (let at = 0; ; ) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      const isRight = (entries[right]?.key ?? Infinity) < (entries[left]?.key ?? Infinity);
      const down = isRight ? right : left;
      if (down >= entries.length || !this.#swapIfLess(down, at)) break;
      at = down;
    }
    return top;
  }

  #swapIfLess(lower: number, upper: number): boolean {
    const [a, b] = [this.#entries[lower], this.#entries[upper]];
    if (!a || !b || a.key >= b.key) return false;
    this.#entries[lower] = b;
    this.#entries[upper] = a;
    return true;
  }
}
