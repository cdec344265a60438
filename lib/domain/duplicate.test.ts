import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type DuplicateSubject, likelyDuplicates } from "./duplicate";

const rules = { radiusMetres: 50, hours: 24 };
const report: DuplicateSubject = {
  classId: "rubbish",
  point: [113.65, 34.76],
  reportedAt: new Date("2026-07-01T10:00:00Z"),
};
/** Metres to the north: a degree of latitude has 111.2 km. */
const north = (metres: number): [number, number] => [113.65, 34.76 + metres / 111_195];
const other = (metres: number, hoursAgo: number, classId = "rubbish") => ({
  classId,
  point: north(metres),
  reportedAt: new Date(report.reportedAt.getTime() - hoursAgo * 3_600_000),
});

describe("likely duplicates", () => {
  test("same class, within the radius and the hours; nearest first, then the one closest in time", () => {
    const [near, far, older] = [other(5, 20), other(40, 1), other(5, 22)];
    const found = likelyDuplicates(report, [far, older, near], rules);
    expect(found.map(({ metres, hoursApart }) => [Math.round(metres), hoursApart])).toEqual([
      [5, 20],
      [5, 22],
      [40, 1],
    ]);
  });

  test("another class, too far, too old: none", () => {
    expect(likelyDuplicates(report, [other(5, 1, "noise"), other(60, 1), other(5, 25)], rules)).toEqual([]);
  });

  test("the borders count as inside", () => {
    expect(likelyDuplicates(report, [other(49.9, 24)], rules)).toHaveLength(1);
  });

  test("keeps what the caller needs to show", () => {
    const [found] = likelyDuplicates(report, [{ ...other(1, 1), number: "2026070100001" }], rules);
    expect(found?.number).toBe("2026070100001");
  });

  test("whatever is found is near, and what is found does not depend on the order", () => {
    const subjects = fc.array(
      fc.tuple(fc.double({ min: -120, max: 120, noNaN: true }), fc.double({ min: 0, max: 48, noNaN: true })),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(subjects, (pairs) => {
        const others = pairs.map(([metres, hours]) => other(metres, hours));
        const found = likelyDuplicates(report, others, rules);
        for (const { metres, hoursApart } of found) {
          expect(metres).toBeLessThanOrEqual(50);
          expect(hoursApart).toBeLessThanOrEqual(24);
        }
        const turned = likelyDuplicates(report, others.toReversed(), rules);
        expect(turned.map(({ metres }) => metres)).toEqual(found.map(({ metres }) => metres));
      }),
    );
  });
});
