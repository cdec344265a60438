import fc from "fast-check";
import { expect, test } from "vitest";
import type { LngLat, PlainGeometry } from "@/lib/geo/geojson";
import { tileAt } from "@/lib/geo/tile";
import { ShapeCollector } from "./shape-collector";

const at: LngLat = [110.1, 30.1];
const indexOf = (...geometries: PlainGeometry[]) => {
  const shapes = new ShapeCollector();
  for (const [id, geometry] of geometries.entries()) shapes.add({ id, geometry, properties: { id } });
  return shapes.finish();
};
const square = (size: number, isReversed = false): PlainGeometry => {
  const [lng, lat] = at;
  const ring: LngLat[] = [
    [lng, lat],
    [lng + size, lat],
    [lng + size, lat + size],
    [lng, lat + size],
    [lng, lat],
  ];
  return { type: "Polygon", coordinates: [isReversed ? ring.reverse() : ring] };
};
const turn = (ring: ArrayLike<number> = []) => {
  let sum = 0;
  for (let n = 0; n < ring.length - 2; n += 2)
    sum += (ring[n] ?? 0) * (ring[n + 3] ?? 0) - (ring[n + 2] ?? 0) * (ring[n + 1] ?? 0);
  return Math.sign(sum);
};

test("a shell goes clockwise on the screen whichever way it was drawn, as readers of tiles expect", () => {
  for (const isReversed of [false, true]) {
    const [feature] = indexOf(square(0.001, isReversed)).cut(tileAt(at, 14));
    expect(turn(feature?.rings[0])).toBe(1);
  }
});

test("a shape larger than the tile fills it and its margin, and no more", () => {
  const [feature] = indexOf(square(1)).cut(tileAt([110.5, 30.5], 12));
  const numbers = Array.from(feature?.rings[0] ?? []);
  expect([Math.min(...numbers), Math.max(...numbers)]).toEqual([-64, 4160]);
});

test("what is smaller than can be seen is left out, and there again nearer", () => {
  const index = indexOf(square(0.0001));
  expect(index.cut(tileAt(at, 10))).toEqual([]);
  expect(index.cut(tileAt(at, 16))).toHaveLength(1);
});

test("corners on a straight line are not needed until the last zoom", () => {
  const line: LngLat[] = Array.from({ length: 50 }, (_, n) => [110.1 + n * 0.0001, 30.1]);
  const index = indexOf({ type: "LineString", coordinates: line });
  expect(index.cut(tileAt(at, 12))[0]?.rings[0]).toHaveLength(4);
});

test("a line that leaves the tile and comes back is two lines, and a point outside is none", () => {
  const tile = tileAt(at, 14);
  const line: LngLat[] = [
    [110.1, 30.1],
    [110.2, 30.1],
    [110.2, 30.102],
    [110.1, 30.102],
  ];
  const index = indexOf(
    { type: "LineString", coordinates: line },
    { type: "Point", coordinates: [110.3, 30.1] },
  );
  const features = index.cut(tile);
  expect(features.map(({ id }) => id)).toEqual([0]);
  expect(features[0]?.rings).toHaveLength(2);
});

test("whatever the shapes, each comes at its place and once, in whole units within the tile's reach", () => {
  const position = fc.tuple(
    fc.double({ min: 110, max: 110.2, noNaN: true }),
    fc.double({ min: 30, max: 30.2, noNaN: true }),
  );
  fc.assert(
    fc.property(
      fc.array(position, { minLength: 1, maxLength: 40 }),
      fc.integer({ min: 8, max: 18 }),
      (places, z) => {
        const index = indexOf(
          ...places.map((coordinates): PlainGeometry => ({ type: "Point", coordinates })),
        );
        const tile = tileAt(places[0] ?? at, z);
        const features = index.cut(tile);
        expect(new Set(features.map(({ id }) => id)).size).toBe(features.length);
        expect(features.some(({ id }) => id === 0)).toBe(true);
        for (const { rings } of features)
          for (const unit of Array.from(rings[0] ?? []))
            expect(Number.isInteger(unit) && unit >= -64 && unit <= 4160).toBe(true);
      },
    ),
  );
});
