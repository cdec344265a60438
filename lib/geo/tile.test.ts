import fc from "fast-check";
import { expect, test } from "vitest";
import { boxContains } from "./box";
import type { LngLat } from "./geojson";
import { fromMercator, toMercator } from "./mercator";
import { isTile, tileAt, tileBox, tilesOver } from "./tile";

const anywhere = fc.tuple(
  fc.double({ min: -179.9, max: 179.9, noNaN: true }),
  fc.double({ min: -85, max: 85, noNaN: true }),
);

test("known tiles and mercator metres", () => {
  expect(tileAt([121.4737, 31.2304], 14)).toEqual({ z: 14, x: 13720, y: 6694 });
  expect(toMercator([180, 0])).toEqual([20037508, 0]);
  expect(isTile({ z: 2, x: 4, y: 0 })).toBe(false);
  expect(isTile({ z: 2, x: 3, y: 0 })).toBe(true);
  expect(isTile({ z: 2, x: 1.5, y: 0 })).toBe(false);
  expect(isTile({ z: 40, x: 1, y: 0 })).toBe(false);
});

test("a position lies in the box of its tile", () => {
  fc.assert(
    fc.property(anywhere, fc.integer({ min: 0, max: 20 }), (position, z) => {
      const box = tileBox(tileAt(position as LngLat, z), 1e-6);
      expect(boxContains(box, position as LngLat)).toBe(true);
    }),
  );
});

test("mercator metres lead back to the same place within a metre", () => {
  fc.assert(
    fc.property(anywhere, (position) => {
      const [lng, lat] = fromMercator(toMercator(position as LngLat));
      expect(Math.abs(lng - position[0])).toBeLessThan(1e-5);
      expect(Math.abs(lat - position[1])).toBeLessThan(1e-5);
    }),
  );
});

test("the tiles over a tile's inner box are that tile and its children", () => {
  const tile = { z: 12, x: 3412, y: 1650 };
  const box = tileBox(tile, -0.001);
  expect(tilesOver(box, 12)).toEqual([tile]);
  expect(tilesOver(box, 13)).toHaveLength(4);
});
