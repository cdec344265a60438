import { expect, test } from "vitest";
import { areaM2 } from "./area";
import type { LngLat } from "./geojson";
import { isInside } from "./point-in-polygon";
import { seaFromCoast } from "./sea-from-coast";

const frame = { west: 110, south: 20, east: 110.1, north: 20.1 };

test("the land lies left of the coast, the sea right of it, an island in it stays land", () => {
  // From north to south with the land in the east.
  const coast: LngLat[] = [
    [110.05, 20.15],
    [110.04, 20.05],
    [110.05, 19.9],
  ];
  const island: LngLat[] = [
    [110.01, 20.04],
    [110.02, 20.04],
    [110.02, 20.06],
    [110.01, 20.06],
    [110.01, 20.04],
  ];
  const sea = seaFromCoast([coast, island], frame);
  const isSea = (point: LngLat) => sea.some((part) => isInside(point, part));
  expect(isSea([110.005, 20.05])).toBe(true);
  expect(isSea([110.09, 20.05])).toBe(false);
  expect(isSea([110.015, 20.05])).toBe(false);
  expect(sea.reduce((sum, part) => sum + areaM2(part), 0)).toBeGreaterThan(1e7);
});

test("a coast that was cut off inside the frame is led on to its side", () => {
  const coast: LngLat[] = [
    [110.06, 20.12],
    [110.03, 20.06],
    [110.04, 20.03],
  ];
  const sea = seaFromCoast([coast], frame);
  const isSea = (point: LngLat) => sea.some((part) => isInside(point, part));
  expect(isSea([110.02, 20.01])).toBe(true);
  expect(isSea([110.08, 20.01])).toBe(false);
});

test("without a coast, and with one that says both of the same ground, there is no sea", () => {
  expect(seaFromCoast([], frame)).toEqual([]);
  const forth: LngLat[] = [
    [110.05, 20.15],
    [110.05, 19.95],
  ];
  const back: LngLat[] = [
    [110.02, 20.15],
    [110.02, 19.95],
  ];
  const sea = seaFromCoast([forth, back.toReversed()], frame);
  expect(sea.some((part) => isInside([110.03, 20.05], part))).toBe(true);
  const unsure = seaFromCoast([forth, back], frame);
  expect(unsure.some((part) => isInside([110.03, 20.05], part))).toBe(false);
  expect(unsure.some((part) => isInside([110.01, 20.05], part))).toBe(true);
});
