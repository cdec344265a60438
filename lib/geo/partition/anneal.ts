import type { Assignment, BlockGraph } from "./block-graph";

export type AnnealOptions = {
  cells: number;
  /** Moves tried. */
  moves: number;
  /** Within this share of the mean a cell counts as balanced. */
  tolerance: number;
  random: () => number;
  /** Asked now and then; true ends the search with what was found. */
  isCancelled?: () => boolean;
};

type CellState = { weight: number; areaM2: number; metres: number; blocks: number };

/**
 * Makes cells rounder and more equal by moving one block at a time over a border, never so that a cell falls apart
 * (simulated annealing: worse moves are taken rarely, and ever more rarely). The best plan seen is kept.
 * Energy: how far each weight is off, far more beyond the tolerance, and how far each outline is from a circle's.
 */
export function anneal(graph: BlockGraph, start: Assignment, options: AnnealOptions): Assignment {
  const search = new Search(graph, Int32Array.from(start), options);
  return search.run();
}

class Search {
  private readonly cells: CellState[];
  private readonly mean: number;
  private readonly best: Assignment;

  constructor(
    private readonly graph: BlockGraph,
    private readonly plan: Assignment,
    private readonly options: AnnealOptions,
  ) {
    this.cells = Array.from({ length: options.cells }, () => ({
      weight: 0,
      areaM2: 0,
      metres: 0,
      blocks: 0,
    }));
    for (const [block, cell] of plan.entries()) {
      const state = this.cells[cell];
      if (!state) throw new Error(`block ${block} has no cell`);
      state.weight += graph.weights[block] ?? 0;
      state.areaM2 += graph.areasM2[block] ?? 0;
      state.blocks += 1;
      state.metres += graph.outerMetres[block] ?? 0;
      for (const [next, metres] of graph.borders[block] ?? [])
        if (plan[next] !== cell) state.metres += metres;
    }
    this.mean = this.cells.reduce((sum, { weight }) => sum + weight, 0) / options.cells || 1;
    this.best = Int32Array.from(plan);
  }

  run(): Assignment {
    const { moves, random, isCancelled } = this.options;
    const count = this.plan.length;
    if (count === 0) return this.best;
    let energy = this.cells.reduce((sum, cell) => sum + this.energyOf(cell), 0);
    let least = energy;
    const [hot, cold] = [0.4, 0.002];
    for (let move = 0; move < moves; move += 1) {
      if (move % 4_096 === 0 && isCancelled?.()) break;
      const heat = hot * (cold / hot) ** (move / moves);
      const block = Math.floor(random() * count);
      const to = this.someOtherCell(block, random);
      if (to === null || !this.mayLeave(block)) continue;
      const change = this.changeOf(block, to);
      if (change.delta > 0 && random() >= Math.exp(-change.delta / heat)) continue;
      this.apply(block, to, change);
      energy += change.delta;
      if (energy < least - 1e-9) {
        least = energy;
        this.best.set(this.plan);
      }
    }
    return this.best;
  }

  private energyOf({ weight, areaM2, metres }: CellState): number {
    const off = Math.abs(weight - this.mean) / this.mean;
    const over = Math.max(0, off - this.options.tolerance * 0.8);
    // A circle's outline is 1; half of Polsby and Popper's measure is 2.
    const roundness = areaM2 > 0 ? metres ** 2 / (4 * Math.PI * areaM2) : 0;
    return off ** 2 * 8 + over * 60 + roundness * 0.6;
  }

  private someOtherCell(block: number, random: () => number): number | null {
    const own = this.plan[block];
    const others: number[] = [];
    for (const next of this.graph.borders[block]?.keys() ?? []) {
      const cell = this.plan[next];
      if (cell !== undefined && cell !== own) others.push(cell);
    }
    return others[Math.floor(random() * others.length)] ?? null;
  }

  /** May the block leave without its cell falling apart? Its neighbours of the cell must reach each other without it. */
  private mayLeave(block: number): boolean {
    const own = this.plan[block];
    if (own === undefined || (this.cells[own]?.blocks ?? 0) <= 1) return false;
    const mates: number[] = [];
    for (const next of this.graph.borders[block]?.keys() ?? []) if (this.plan[next] === own) mates.push(next);
    const [first, ...rest] = mates;
    if (first === undefined) return false;
    const wanted = new Set(rest);
    const seen = new Set([block, first]);
    const queue = [first];
    for (let at = 0; at < queue.length && wanted.size > 0; at += 1) {
      for (const next of this.graph.borders[queue[at] ?? 0]?.keys() ?? []) {
        if (this.plan[next] !== own || seen.has(next)) continue;
        seen.add(next);
        wanted.delete(next);
        queue.push(next);
      }
    }
    return wanted.size === 0;
  }

  private changeOf(block: number, to: number): { delta: number; from: CellState; into: CellState } {
    const own = this.plan[block] ?? 0;
    const weight = this.graph.weights[block] ?? 0;
    const areaM2 = this.graph.areasM2[block] ?? 0;
    const before = [this.cells[own], this.cells[to]] as [CellState, CellState];
    const outer = this.graph.outerMetres[block] ?? 0;
    let [shed, gained] = [-outer, outer];
    for (const [next, metres] of this.graph.borders[block] ?? []) {
      shed += this.plan[next] === own ? metres : -metres;
      gained += this.plan[next] === to ? -metres : metres;
    }
    const from = moved(before[0], -weight, -areaM2, shed, -1);
    const into = moved(before[1], weight, areaM2, gained, 1);
    const was = this.energyOf(before[0]) + this.energyOf(before[1]);
    return { delta: this.energyOf(from) + this.energyOf(into) - was, from, into };
  }

  private apply(block: number, to: number, { from, into }: { from: CellState; into: CellState }): void {
    this.cells[this.plan[block] ?? 0] = from;
    this.cells[to] = into;
    this.plan[block] = to;
  }
}

function moved(cell: CellState, weight: number, areaM2: number, metres: number, blocks: number): CellState {
  return {
    weight: cell.weight + weight,
    areaM2: cell.areaM2 + areaM2,
    metres: cell.metres + metres,
    blocks: cell.blocks + blocks,
  };
}
