import { describe, expect, test } from "vitest";
import { boxOfRings, isInRings, isOverlapping, nearestWithin } from "./geometry";

const square = (left: number, top: number, side: number) => [
  { x: left, y: top },
  { x: left + side, y: top },
  { x: left + side, y: top + side },
  { x: left, y: top + side },
  { x: left, y: top },
];

describe("what lies under a place", () => {
  test("inside of the outline, not in its hole, not beside it", () => {
    const rings = [square(0, 0, 100), square(40, 40, 20)];
    expect(isInRings({ x: 10, y: 10 }, rings)).toBe(true);
    expect(isInRings({ x: 50, y: 50 }, rings)).toBe(false);
    expect(isInRings({ x: 110, y: 50 }, rings)).toBe(false);
  });

  test("of two neighbours that share an edge exactly one holds a place on it", () => {
    const [left, right] = [[square(0, 0, 10)], [square(10, 0, 10)]];
    for (const y of [1, 5, 9])
      expect([left, right].filter((rings) => isInRings({ x: 10, y }, rings))).toHaveLength(1);
  });

  test("the nearest within reach; each may have its own reach", () => {
    const all = [
      { x: 0, y: 0, r: 5 },
      { x: 10, y: 0, r: 20 },
    ];
    expect(nearestWithin({ x: 4, y: 0 }, all, ({ r }) => r)).toBe(all[0]);
    expect(nearestWithin({ x: 0, y: 6 }, all, ({ r }) => r)).toBe(all[1]);
    expect(nearestWithin({ x: 0, y: 60 }, all, ({ r }) => r)).toBeNull();
  });

  test("boxes that only touch do not overlap", () => {
    const [a, b] = [boxOfRings([square(0, 0, 10)]), boxOfRings([square(10, 0, 10)])];
    expect(isOverlapping(a, b)).toBe(false);
    expect(isOverlapping(a, { ...b, left: 9 })).toBe(true);
  });
});
