import fc from "fast-check";
import { expect, test } from "vitest";
import { areaM2 } from "./area";
import type { AreaGeometry, LngLat } from "./geojson";
import { isValidArea, repairArea } from "./repair-area";

const area = (...line: LngLat[]): AreaGeometry => ({ type: "Polygon", coordinates: [line] });

test("a valid area is given back as it is", () => {
  const square = area([120, 30], [120.01, 30], [120.01, 30.01], [120, 30.01], [120, 30]);
  expect(repairArea(square)).toBe(square);
});

test("a bow tie becomes its two triangles", () => {
  const bow = area([120, 30], [120.01, 30.01], [120.01, 30], [120, 30.01], [120, 30]);
  expect(isValidArea(bow)).toBe(false);
  const repaired = repairArea(bow);
  expect(repaired?.type).toBe("MultiPolygon");
  expect(repaired && isValidArea(repaired)).toBe(true);
});

test("a line there and back has no surface", () => {
  expect(repairArea(area([120, 30], [120.01, 30.01], [120, 30], [120, 30]))).toBeNull();
});

test("whatever ring is given, the repaired area is valid and has a surface", () => {
  const point = fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 30 }));
  fc.assert(
    fc.property(fc.array(point, { minLength: 3, maxLength: 10 }), (points) => {
      const ring = points.map(([x, y]): LngLat => [120 + x / 1e4, 30 + y / 1e4]);
      const repaired = repairArea(area(...ring, ring[0] ?? [0, 0]));
      if (!repaired) return;
      expect(isValidArea(repaired)).toBe(true);
      expect(areaM2(repaired)).toBeGreaterThan(0);
    }),
    { numRuns: 200 },
  );
});
