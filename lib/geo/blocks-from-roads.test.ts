import fc from "fast-check";
import { expect, test } from "vitest";
import { areaM2 } from "./area";
import { blocksFromRoads } from "./blocks-from-roads";
import { buildCellIndex } from "./cell-index";
import { cellsFromBlocks } from "./cells-from-blocks";
import type { LngLat, PolygonGeometry } from "./geojson";
import { sideOf } from "./point-in-polygon";
import { pointInside } from "./point-inside";
import { isValidArea } from "./repair-area";

/** Metres east and north of a corner, on the lattice, so that areas can be compared exactly. */
const at = (x: number, y: number): LngLat => [
  Math.round((120 + x / 95_000) * 1e7) / 1e7,
  Math.round((31 + y / 111_195) * 1e7) / 1e7,
];
const rectangle = (w: number, s: number, e: number, n: number): PolygonGeometry => ({
  type: "Polygon",
  coordinates: [[at(w, s), at(e, s), at(e, n), at(w, n), at(w, s)]],
});
const extent = rectangle(0, 0, 1_000, 1_000);
const whole = areaM2(extent);
const total = (blocks: { geometry: PolygonGeometry }[]) =>
  blocks.reduce((sum, { geometry }) => sum + areaM2(geometry), 0);

test("two crossing roads make four blocks", () => {
  const roads = [
    [at(500, -50), at(500, 1_050)],
    [at(-50, 400), at(1_050, 400)],
  ];
  const blocks = blocksFromRoads({ roads }, [extent]);
  expect(blocks).toHaveLength(4);
  expect(total(blocks) / whole).toBeCloseTo(1, 6);
});

test("dead ends bound nothing, a street that ends a few metres short does", () => {
  const dead = blocksFromRoads({ roads: [[at(500, -50), at(500, 600)]] }, [extent]);
  expect(dead).toHaveLength(1);
  const nearly = blocksFromRoads({ roads: [[at(500, -50), at(500, 995)]] }, [extent]);
  expect(nearly).toHaveLength(2);
  expect(total(nearly) / whole).toBeCloseTo(1, 6);
});

test("a ring road inside a block leaves a hole in it", () => {
  const ring = rectangle(300, 300, 700, 700).coordinates;
  const blocks = blocksFromRoads({ roads: ring }, [extent]);
  expect(blocks).toHaveLength(2);
  expect(blocks.map(({ geometry }) => geometry.coordinates.length).sort()).toEqual([1, 2]);
  expect(total(blocks) / whole).toBeCloseTo(1, 6);
});

test("the strip between two carriageways and a traffic island go to a neighbour", () => {
  const roads = [
    [at(500, -50), at(500, 1_050)],
    [at(510, -50), at(510, 1_050)],
    ...rectangle(100, 100, 120, 120).coordinates,
  ];
  const blocks = blocksFromRoads({ roads }, [extent]);
  expect(blocks).toHaveLength(2);
  expect(total(blocks) / whole).toBeCloseTo(1, 6);
});

test("a block never crosses the border of two areas, and one area's sliver stays in it", () => {
  const west = rectangle(0, 0, 505, 1_000);
  const east = rectangle(505, 0, 1_000, 1_000);
  const blocks = blocksFromRoads(
    {
      roads: [
        [at(500, -50), at(500, 1_050)],
        [at(-50, 500), at(1_050, 500)],
      ],
    },
    [west, east],
  );
  for (const { area, geometry } of blocks) {
    expect(sideOf(pointInside(geometry), area === 0 ? west : east)).toBe("inside");
  }
  for (const area of [0, 1]) {
    const own = blocks.filter((block) => block.area === area);
    expect(total(own) / areaM2(area === 0 ? west : east)).toBeCloseTo(1, 5);
  }
});

test("no road at all leaves the area one block; no area leaves no block", () => {
  expect(blocksFromRoads({ roads: [] }, [extent])).toHaveLength(1);
  expect(blocksFromRoads({ roads: [] }, [])).toEqual([]);
});

const road = fc.array(
  fc.tuple(fc.integer({ min: -100, max: 1_100 }), fc.integer({ min: -100, max: 1_100 })),
  {
    minLength: 2,
    maxLength: 5,
  },
);

test("any roads: blocks and cells are valid, cover the area, overlap nowhere, and every point has its cell", () => {
  fc.assert(
    fc.property(
      fc.array(road, { maxLength: 14 }),
      fc.array(fc.tuple(fc.integer({ min: 1, max: 999 }), fc.integer({ min: 1, max: 999 })), {
        minLength: 20,
        maxLength: 20,
      }),
      (lines, points) => {
        const roads = lines.map((line) => line.map(([x, y]) => at(x, y)));
        const blocks = blocksFromRoads({ roads }, [extent]);
        expect(total(blocks) / whole).toBeCloseTo(1, 6);
        const cells = cellsFromBlocks(blocks.map((block, i) => ({ ...block, buildings: i % 7 })));
        expect(total(cells) / whole).toBeCloseTo(1, 6);
        for (const { geometry } of [...blocks, ...cells]) expect(isValidArea(geometry)).toBe(true);
        const keyed = cells.map(({ geometry }, key) => ({ key, geometry }));
        const lookup = buildCellIndex(keyed);
        for (const [x, y] of points) {
          const point = at(x, y);
          const inside = keyed.filter(({ geometry }) => sideOf(point, geometry) === "inside");
          // In the inside of at most one: no overlap; of none only on an edge, which still has an owner.
          expect(inside.length).toBeLessThanOrEqual(1);
          expect(lookup(...point)).toBe(inside[0]?.key ?? lookup(...point));
          expect(lookup(...point)).not.toBeNull();
        }
      },
    ),
    { numRuns: 120 },
  );
});

test("cells: small blocks are joined, sums are kept, order is north to south and the same each time", () => {
  const lines = [100, 200, 300, 400, 500, 600, 700, 800, 900];
  const roads = lines.flatMap((d) => [
    [at(d, -50), at(d, 1_050)],
    [at(-50, d), at(1_050, d)],
  ]);
  const blocks = blocksFromRoads({ roads }, [extent]).map((block) => ({ ...block, buildings: 3 }));
  expect(blocks).toHaveLength(100);
  const cells = cellsFromBlocks(blocks, { areaM2: 45_000, buildings: 1_000 });
  expect(cells.length).toBeGreaterThan(15);
  expect(cells.length).toBeLessThan(50);
  expect(cells.reduce((sum, cell) => sum + cell.buildings, 0)).toBe(300);
  for (const cell of cells) expect(cell.areaM2).toBeGreaterThan(19_000);
  expect(cellsFromBlocks(blocks, { areaM2: 45_000, buildings: 1_000 })).toEqual(cells);
  const lat = (index: number) => pointInside(cells.at(index)?.geometry ?? extent)[1];
  expect(lat(0)).toBeGreaterThan(lat(-1));
});
