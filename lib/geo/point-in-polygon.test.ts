import fc from "fast-check";
import { expect, test } from "vitest";
import { areaM2 } from "./area";
import { buildCellIndex } from "./cell-index";
import { distanceMetres, lineLengthMetres } from "./distance";
import type { AreaGeometry, LngLat, PolygonGeometry } from "./geojson";
import { distanceToBoundaryMetres, isInside, sideOf } from "./point-in-polygon";
import { pointInside } from "./point-inside";

const square = (x: number, y: number, size: number): LngLat[] => [
  [x, y],
  [x + size, y],
  [x + size, y + size],
  [x, y + size],
  [x, y],
];
const withHole: PolygonGeometry = { type: "Polygon", coordinates: [square(0, 0, 10), square(4, 4, 2)] };

/** Star-shaped, so never self-crossing. */
const polygon = fc
  .array(fc.double({ min: 0.2, max: 1, noNaN: true }), { minLength: 3, maxLength: 12 })
  .map((radii): PolygonGeometry => {
    const ring = radii.map((r, i): LngLat => {
      const turn = (2 * Math.PI * i) / radii.length;
      return [120 + r * Math.cos(turn), 30 + r * Math.sin(turn)];
    });
    return { type: "Polygon", coordinates: [[...ring, ring[0] ?? [0, 0]]] };
  });

test("inside, outside, in the hole, on each edge", () => {
  expect(sideOf([1, 1], withHole)).toBe("inside");
  expect(sideOf([11, 1], withHole)).toBe("outside");
  expect(sideOf([5, 5], withHole)).toBe("outside");
  expect(sideOf([4, 5], withHole)).toBe("boundary");
  expect(sideOf([0, 0], withHole)).toBe("boundary");
  expect(sideOf([10, 3], withHole)).toBe("boundary");
  expect(isInside([0, 5], withHole)).toBe(true);
  expect(
    sideOf([1, 1], { type: "MultiPolygon", coordinates: [[square(20, 20, 1)], withHole.coordinates] }),
  ).toBe("inside");
});

test("the label point lies inside, also of a bent area", () => {
  const bent: AreaGeometry = {
    type: "Polygon",
    coordinates: [
      [
        [0, 0],
        [10, 0],
        [10, 1],
        [1, 1],
        [1, 9],
        [10, 9],
        [10, 10],
        [0, 10],
        [0, 0],
      ],
    ],
  };
  expect(sideOf(pointInside(bent), bent)).toBe("inside");
  expect(sideOf(pointInside(withHole), withHole)).toBe("inside");
  fc.assert(fc.property(polygon, (area) => sideOf(pointInside(area), area) === "inside"));
});

test("areas and distances are those of the earth", () => {
  // One degree of latitude is about 111.2 km; a square of it at the equator about 12,364 km².
  expect(distanceMetres([120, 30], [120, 31])).toBeCloseTo(111_195, -2);
  expect(
    lineLengthMetres([
      [120, 30],
      [120, 31],
      [120, 30],
    ]),
  ).toBeCloseTo(222_390, -2);
  const km2 = areaM2({ type: "Polygon", coordinates: [square(0, 0, 1)] }) / 1e6;
  expect(km2).toBeGreaterThan(12_300);
  expect(km2).toBeLessThan(12_420);
  expect(distanceToBoundaryMetres([-1, 5], withHole)).toBeCloseTo(110_772, -3);
});

test("the index answers as a search through all cells does, and the same on shared edges", () => {
  const cells = Array.from({ length: 100 }, (_, i) => ({
    key: i,
    geometry: { type: "Polygon", coordinates: [square(i % 10, Math.floor(i / 10), 1)] } as PolygonGeometry,
  }));
  const lookup = buildCellIndex(cells);
  const brute = (point: LngLat) => cells.find(({ geometry }) => isInside(point, geometry))?.key ?? null;
  const coordinate = fc.oneof(fc.double({ min: -1, max: 11, noNaN: true }), fc.integer({ min: -1, max: 11 }));
  fc.assert(
    fc.property(coordinate, coordinate, (lng, lat) => {
      expect(lookup(lng, lat)).toBe(brute([lng, lat]));
    }),
    { numRuns: 1_000 },
  );
  expect(lookup(1, 0.5)).toBe(0);
  expect(buildCellIndex([])(0, 0)).toBeNull();
});
