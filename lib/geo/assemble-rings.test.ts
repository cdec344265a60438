import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { assembleRings, nestRings } from "./assemble-rings";
import type { LngLat, Ring } from "./geojson";

const square = (west: number, south: number, size: number): Ring => [
  [west, south],
  [west + size, south],
  [west + size, south + size],
  [west, south + size],
  [west, south],
];

describe("lines put end to end", () => {
  test("pieces in any order and direction make the rings they were cut from", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 3, max: 12 }), { minLength: 1, maxLength: 4 }),
        fc.array(fc.nat(), { minLength: 60, maxLength: 60 }),
        (sizes, choices) => {
          let next = 0;
          const choose = (most: number) => (choices[next++ % choices.length] ?? 0) % most;
          const rings = sizes.map((size, at) => Array.from({ length: size }, (_, i) => at * 100 + i));
          const pieces = rings.flatMap((ring) => {
            const cut = [0, ...ring.keys()].filter((i) => i === 0 || choose(2) === 0);
            const cuts = [...new Set(cut)].sort((a, b) => a - b);
            return cuts.map((from, i) => {
              const to = cuts[i + 1] ?? ring.length;
              const piece = [...ring.slice(from, to), ring[to % ring.length] ?? 0];
              return choose(2) === 0 ? piece : piece.toReversed();
            });
          });
          pieces.sort(() => choose(3) - 1);
          const made = assembleRings(pieces);
          expect(made).toHaveLength(rings.length);
          expect(made?.map((ring) => new Set(ring).size).sort()).toEqual(sizes.slice().sort());
          for (const ring of made ?? []) expect(ring[0]).toBe(ring.at(-1));
        },
      ),
    );
  });

  test("an outline with a gap is none", () => {
    expect(
      assembleRings([
        [1, 2, 3],
        [3, 4],
      ]),
    ).toBeNull();
  });

  test("a piece that is listed twice is walked once", () => {
    const made = assembleRings([
      [1, 2, 3],
      [3, 2, 1],
      [3, 4, 1],
    ]);
    expect(made).toEqual([[1, 2, 3, 4, 1]]);
  });
});

test("an island in a lake in a park is a park again", () => {
  const rings = [square(2, 2, 6), square(0, 0, 10), square(4, 4, 2), square(20, 0, 1)];
  const corner = (ring: Ring | undefined): LngLat | undefined => ring?.[0];
  const polygons = nestRings(rings).map((polygon) => polygon.map(corner));
  expect(polygons).toEqual([
    [
      [0, 0],
      [2, 2],
    ],
    [[4, 4]],
    [[20, 0]],
  ]);
});
