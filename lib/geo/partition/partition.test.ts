import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { seededRandom } from "../seeded-random";
import { type BlockGraph, componentsOf, sumOf } from "./block-graph";
import { partition } from "./partition";

/** A lattice of square blocks of 100 m, some of them missing, with the given weights. */
function lattice(
  width: number,
  height: number,
  weightOf: (at: number) => number,
  isThere: (at: number) => boolean = () => true,
): BlockGraph {
  const names = new Map<number, number>();
  for (let at = 0; at < width * height; at += 1) if (isThere(at)) names.set(at, names.size);
  const borders = [...names.keys()].map((at) => {
    const near = new Map<number, number>();
    const [x, y] = [at % width, Math.floor(at / width)];
    for (const [dx, dy] of [
      [1, 0],
      [-1, 0],
      [0, 1],
      [0, -1],
    ] as const) {
      if (x + dx < 0 || x + dx >= width || y + dy < 0 || y + dy >= height) continue;
      const name = names.get(at + dx + dy * width);
      if (name !== undefined) near.set(name, 100);
    }
    return near;
  });
  return {
    weights: [...names.keys()].map(weightOf),
    areasM2: borders.map(() => 10_000),
    borders,
    outerMetres: borders.map((near) => 400 - near.size * 100),
  };
}

function cellsOf(assignment: Int32Array, cells: number): number[][] {
  const groups: number[][] = Array.from({ length: cells }, () => []);
  for (const [block, cell] of assignment.entries()) groups[cell]?.push(block);
  return groups;
}

describe("a plan of cells", () => {
  test("is a partition into connected cells, the same for the same seed, whatever the blocks", () => {
    fc.assert(
      fc.property(
        fc.record({
          width: fc.integer({ min: 2, max: 9 }),
          height: fc.integer({ min: 2, max: 9 }),
          seed: fc.nat(),
          share: fc.double({ min: 0.05, max: 0.5, noNaN: true }),
          holes: fc.double({ min: 0, max: 0.35, noNaN: true }),
        }),
        ({ width, height, seed, share, holes }) => {
          const random = seededRandom(seed);
          const there = Array.from({ length: width * height }, () => random() >= holes);
          const graph = lattice(
            width,
            height,
            () => Math.floor(random() * 50),
            (at) => there[at] ?? false,
          );
          const count = graph.weights.length;
          fc.pre(count > 0);
          const asked = Math.max(1, Math.floor(count * share));
          const plan = partition(graph, { cells: asked, seed, movesPerBlock: 40 });
          const pieces = componentsOf(graph, [...graph.weights.keys()]);
          expect(plan.cells).toBeGreaterThanOrEqual(Math.min(asked, plan.cells));
          expect(plan.cells).toBeLessThanOrEqual(Math.max(asked, pieces.length + asked));
          expect(plan.assignment).toHaveLength(count);
          for (const blocks of cellsOf(plan.assignment, plan.cells)) {
            expect(blocks.length).toBeGreaterThan(0);
            expect(componentsOf(graph, blocks)).toHaveLength(1);
          }
          const again = partition(graph, { cells: asked, seed, movesPerBlock: 40 });
          expect([...again.assignment]).toEqual([...plan.assignment]);
        },
      ),
      { numRuns: 60 },
    );
  });

  test.each([1, 2, 3, 4, 5])("of an ordinary city is balanced to a twentieth (seed %i)", (seed) => {
    const random = seededRandom(seed * 77);
    const graph = lattice(40, 40, () => 20 + random() * 60);
    const { assignment, cells } = partition(graph, { cells: 20, seed });
    const mean = sumOf(graph.weights, graph.weights.keys()) / cells;
    for (const blocks of cellsOf(assignment, cells))
      expect(Math.abs(sumOf(graph.weights, blocks) / mean - 1)).toBeLessThan(0.05);
  });

  test("parts a city along a river that two bridges cross, with no cell on both banks but over a bridge", () => {
    const random = seededRandom(5);
    const graph = lattice(30, 30, () => 20 + random() * 60);
    for (let x = 0; x < 30; x += 1) {
      if (x === 7 || x === 22) continue;
      const [north, south] = [14 * 30 + x, 15 * 30 + x];
      (graph.borders[north] as Map<number, number>).delete(south);
      (graph.borders[south] as Map<number, number>).delete(north);
    }
    const { assignment, cells } = partition(graph, { cells: 20, seed: 3 });
    const mean = sumOf(graph.weights, graph.weights.keys()) / cells;
    for (const blocks of cellsOf(assignment, cells)) {
      expect(componentsOf(graph, blocks)).toHaveLength(1);
      expect(Math.abs(sumOf(graph.weights, blocks) / mean - 1)).toBeLessThan(0.1);
    }
  });

  test("islands are cells of their own; more cells than blocks cannot be", () => {
    const graph = lattice(
      5,
      1,
      () => 10,
      (at) => at !== 2,
    );
    const plan = partition(graph, { cells: 1, seed: 1 });
    expect(plan.cells).toBe(2);
    expect(() => partition(graph, { cells: 5, seed: 1 })).toThrow(RangeError);
    expect(() => partition(graph, { cells: 0, seed: 1 })).toThrow(RangeError);
  });
});
