import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { areaM2 } from "../area";
import { type AreaGeometry, type LngLat, type PolygonGeometry, positionsOf } from "../geojson";
import { latticeOver } from "../lattice";
import { seededRandom } from "../seeded-random";
import { buildingCovers } from "./building-cover";
import { planArea } from "./plan-area";

const at = (x: number, y: number): LngLat => [110 + x / 1e4, 30 + y / 1e4];
const box = (west: number, south: number, east: number, north: number): PolygonGeometry => ({
  type: "Polygon",
  coordinates: [[at(west, south), at(east, south), at(east, north), at(west, north), at(west, south)]],
});

/** A town of streets at uneven distances, with buildings that stand in blocks, over streets and over the border. */
function town(seed: number) {
  const random = seededRandom(seed);
  const stops = [0];
  while ((stops.at(-1) ?? 0) < 90) stops.push((stops.at(-1) ?? 0) + 8 + Math.floor(random() * 12));
  const size = stops.at(-1) ?? 0;
  const roads = stops.flatMap((stop): LngLat[][] => [
    [at(stop, -2), at(stop, size + 2)],
    [at(-2, stop), at(size + 2, stop)],
  ]);
  const buildings = Array.from({ length: 120 }, () => {
    const [x, y] = [random() * (size + 2) - 2, random() * (size + 2) - 2];
    const [w, h] = [0.5 + random() * 2.5, 0.5 + random() * 2.5];
    return { geometry: box(x, y, x + w, y + h) as AreaGeometry, weight: 5 + Math.floor(random() * 60) };
  });
  return { boundary: box(0, 0, size, size) as AreaGeometry, roads, barriers: [], minorLines: [], buildings };
}

describe("a plan of one area", () => {
  test("covers it with connected cells that cut no building, for any town", () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 6 }), (seed, cells) => {
        const area = town(seed);
        const plan = planArea(area, { cells, seed: 1, by: "buildings" });
        expect(plan.cells).toHaveLength(cells);
        const covered = plan.cells.reduce((sum, cell) => sum + areaM2(cell.geometry), 0);
        expect(covered / areaM2(area.boundary)).toBeCloseTo(1, 6);
        const shapes = plan.cells.map(({ geometry }) => geometry);
        const lattice = latticeOver(shapes.flatMap((shape) => [...positionsOf(shape)]));
        const crossed = new Set(plan.crossedByBoundary);
        const covers = buildingCovers(
          lattice,
          shapes,
          area.buildings.map(({ geometry }) => geometry),
        );
        for (const [building, cover] of covers.entries())
          if (!crossed.has(building)) expect(cover.length).toBeLessThanOrEqual(1);
        const people = plan.cells.reduce((sum, { weight }) => sum + weight, 0);
        expect(people).toBeGreaterThan(0);
        expect(people).toBeLessThanOrEqual(
          area.buildings.reduce((sum, { weight }) => sum + weight, 0) + 1e-6,
        );
      }),
      { numRuns: 25 },
    );
  });

  test("by plain surface is as equal as its blocks allow, and the same for the same seed", () => {
    const area = town(4);
    const plan = planArea(area, { cells: 5, seed: 2, by: "area" });
    const mean = plan.cells.reduce((sum, { weight }) => sum + weight, 0) / 5;
    for (const { weight } of plan.cells) expect(Math.abs(weight / mean - 1)).toBeLessThan(0.12);
    expect(planArea(area, { cells: 5, seed: 2, by: "area" })).toEqual(plan);
  });
});
