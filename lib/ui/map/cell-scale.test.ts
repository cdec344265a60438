import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type CellFigures,
  cellBreaks,
  cellClass,
  cellColour,
  cellMeasures,
  cellScale,
  measureOf,
} from "./cell-scale";

const cell = (open: number, overdue = 0, solved = 0): CellFigures => ({
  open,
  overdue,
  solved,
  total: open + solved,
});
const figures = fc
  .record({ open: fc.nat(60), overdue: fc.nat(60), solved: fc.nat(200) })
  .map(({ open, overdue, solved }) => cell(open, Math.min(open, overdue), solved));

describe("measure", () => {
  test("a share is of open and solved together, and of nothing it is no figure", () => {
    expect(measureOf(cell(1, 0, 3), "solved")).toBe(75);
    expect(measureOf(cell(0), "solved")).toBeNull();
    expect(measureOf(cell(0), "open")).toBe(0);
  });
});

describe("breaks", () => {
  test("few distinct values are a class each", () => {
    expect(cellBreaks([cell(1), cell(3), cell(1), cell(0)], "open")).toEqual([1, 3]);
  });

  test("what lies together stays together", () => {
    const rows = [1, 2, 10, 11, 20, 21, 30, 31, 40, 41].map((open) => cell(open));
    expect(cellBreaks(rows, "open")).toEqual([1, 10, 20, 30, 40]);
  });

  test("nothing to class gives no class", () => {
    expect(cellScale([cell(0), cell(0)], "open")).toEqual({ breaks: [], classes: [], without: 2 });
  });

  test("at most five, rising, and every cell is in exactly one class or in none", () => {
    fc.assert(
      fc.property(fc.array(figures, { maxLength: 60 }), fc.constantFrom(...cellMeasures), (rows, measure) => {
        const { breaks, classes, without } = cellScale(rows, measure);
        expect(breaks.length).toBeLessThanOrEqual(5);
        expect(breaks.every((value, at) => at === 0 || value > (breaks[at - 1] ?? 0))).toBe(true);
        expect(classes.reduce((sum, one) => sum + one.cells, without)).toBe(rows.length);
        for (const [at, one] of classes.entries()) {
          expect(one.cells).toBeGreaterThan(0);
          expect(one.to).toBeLessThan(breaks[at + 1] ?? Infinity);
        }
        for (const row of rows) {
          const value = measureOf(row, measure);
          const found = classes[cellClass(value, breaks, measure)];
          if (found) expect(value).toBeGreaterThanOrEqual(found.from);
        }
      }),
    );
  });

  test("a cell that changed since the breaks were taken joins the class at the end", () => {
    expect(cellClass(99, [2, 5], "open")).toBe(1);
    expect(cellClass(1, [2, 5], "open")).toBe(0);
    expect(cellClass(0, [2, 5], "open")).toBe(-1);
    expect(cellClass(0, [0, 50], "solved")).toBe(0);
  });
});

test("every class has a colour of its own, light and dark", () => {
  for (const isDark of [false, true])
    for (const count of [1, 2, 3, 4, 5]) {
      const colours = Array.from({ length: count }, (_, at) => cellColour(at, count, isDark));
      expect(new Set(colours).size).toBe(count);
      expect(colours).not.toContain("transparent");
    }
});
