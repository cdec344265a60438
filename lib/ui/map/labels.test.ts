import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isOverlapping } from "./geometry";
import { type Label, labelBox, placeLabels, readable } from "./labels";

const label = (more: Partial<Label>): Label => ({
  text: "人民路",
  x: 0,
  y: 0,
  angle: 0,
  width: 60,
  height: 16,
  rank: 1,
  gap: 0,
  ...more,
});

describe("labels", () => {
  test("no two placed labels ever overlap, nor what was taken before", () => {
    const any = fc.record({
      text: fc.constantFrom("甲路", "乙路", "丙路"),
      x: fc.integer({ min: -300, max: 300 }),
      y: fc.integer({ min: -300, max: 300 }),
      angle: fc.double({ min: -Math.PI, max: Math.PI, noNaN: true }),
      width: fc.integer({ min: 10, max: 120 }),
      height: fc.integer({ min: 8, max: 24 }),
      rank: fc.integer({ min: 0, max: 9 }),
      gap: fc.integer({ min: 0, max: 200 }),
    });
    const taken = [{ left: -40, top: -40, right: 40, bottom: 40 }];
    fc.assert(
      fc.property(fc.array(any, { maxLength: 40 }), (wanted) => {
        const boxes = [...taken, ...placeLabels(wanted, taken).map(labelBox)];
        for (const [at, box] of boxes.entries())
          for (const other of boxes.slice(at + 1)) expect(isOverlapping(box, other)).toBe(false);
      }),
    );
  });

  test("the more important one stays", () => {
    const placed = placeLabels([label({ rank: 5, text: "小巷" }), label({ rank: 1, x: 10 })]);
    expect(placed.map(({ text }) => text)).toEqual(["人民路"]);
  });

  test("a street is not named twice nearby, but again further on", () => {
    const along = [0, 100, 300].map((x) => label({ x, gap: 200 }));
    expect(placeLabels(along).map(({ x }) => x)).toEqual([0, 300]);
  });

  test("words are never upside down", () => {
    for (const angle of [-3, -2, -1.5, 0, 1, 1.6, 3])
      expect(Math.abs(readable(angle))).toBeLessThanOrEqual(Math.PI / 2);
  });
});
