import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { unitKinds } from "@/db/schema";
import { posts } from "@/lib/domain/posts";
import { areaM2 } from "@/lib/geo/area";
import { buildCellIndex } from "@/lib/geo/cell-index";
import type { AreaGeometry } from "@/lib/geo/geojson";
import { pointInside } from "@/lib/geo/point-inside";
import { isValidArea } from "@/lib/geo/repair-area";
import { makeDemoCity } from "./write-demo-city";

const city = makeDemoCity();
const hash = (value: unknown) => createHash("sha256").update(JSON.stringify(value)).digest("hex");
const areasOf = (level: string) => city.areas.filter(({ properties }) => properties.level === level);

test("equal seeds give equal cities, another seed another one", () => {
  expect(hash(makeDemoCity())).toBe(hash(city));
  expect(hash(makeDemoCity(7))).not.toBe(hash(city));
});

describe("the area tree", () => {
  test("has one city, its districts, streets and communities, with codes under their parents", () => {
    expect(["city", "district", "street", "community"].map((level) => areasOf(level).length)).toEqual([
      1, 2, 5, 25,
    ]);
    for (const { properties } of city.areas) {
      if (properties.level === "street" || properties.level === "community") {
        expect(String(properties.code).startsWith(String(properties.parent))).toBe(true);
      }
      expect(String(properties.code)).toMatch(/^99/);
    }
  });

  test("communities cover the city without gap or overlap", () => {
    const communities = areasOf("community");
    for (const { geometry } of city.areas) expect(isValidArea(geometry)).toBe(true);
    const sum = communities.reduce((total, { geometry }) => total + areaM2(geometry), 0);
    const [whole] = areasOf("city");
    expect(whole).toBeDefined();
    if (whole) expect(sum / areaM2(whole.geometry)).toBeCloseTo(1, 6);
  });
});

test("buildings are valid, lie in the city, and none stands on another or in the river", () => {
  const { buildings, water } = city.layers;
  expect(buildings.length).toBeGreaterThan(8_000);
  const areas = buildings.map(({ geometry }) => geometry as AreaGeometry);
  const [whole] = areasOf("city");
  const isInCity = buildCellIndex(whole ? [{ key: 1, geometry: whole.geometry }] : []);
  const waterAt = buildCellIndex(
    water.map(({ geometry }, key) => ({ key, geometry: geometry as AreaGeometry })),
  );
  const houseAt = buildCellIndex(areas.map((geometry, key) => ({ key, geometry })));
  let wet = 0;
  for (const [index, geometry] of areas.entries()) {
    const middle = pointInside(geometry);
    expect(isInCity(...middle)).toBe(1);
    expect(houseAt(...middle)).toBe(index);
    if (waterAt(...middle) !== null) wet += 1;
  }
  expect(wet).toBe(0);
});

test("main places of every community stand there, and no name of a unit, person or place is empty", () => {
  const kinds = new Map<string, number>();
  for (const { properties } of city.layers.pois)
    kinds.set(properties.kind, (kinds.get(properties.kind) ?? 0) + 1);
  for (const kind of ["school", "marketplace", "waste_transfer_station", "toilets", "kindergarten"]) {
    expect(kinds.get(kind) ?? 0).toBeGreaterThanOrEqual(25);
  }
  for (const kind of ["hospital", "station", "bus_stop", "restaurant", "police"])
    expect(kinds.get(kind) ?? 0).toBeGreaterThan(0);
  for (const { name } of [...city.units, ...city.persons]) expect(name).toMatch(/^\p{Script=Han}/u);
});

test("units are of every kind and answer for every responsible kind; people belong to their unit's sections", () => {
  const wanted =
    "water drainage power municipal-works telecom gas-heat police fire landscaping traffic-police sanitation transport city-management street property-owner community water-resources market civil-affairs emergency culture environment housing planning health propaganda";
  const answered = new Set(city.units.flatMap(({ responsible_kinds }) => responsible_kinds));
  expect(wanted.split(" ").filter((kind) => !answered.has(kind))).toEqual([]);
  expect([...new Set(city.units.map(({ kind }) => kind))].sort()).toEqual([...unitKinds].sort());
  const byCode = new Map(city.units.map((unit) => [unit.code, unit]));
  expect(byCode.size).toBe(city.units.length);
  const codes = new Set(city.areas.map(({ properties }) => properties.code));
  for (const unit of city.units) expect(codes.has(unit.area)).toBe(true);
  for (const person of city.persons) {
    const unit = byCode.get(person.unit);
    expect(unit).toBeDefined();
    if (person.section) expect(unit?.sections.map(({ code }) => code)).toContain(person.section);
  }
  expect(new Set(city.persons.map(({ name }) => name)).size).toBe(city.persons.length);
  // Every post of the product has somebody.
  expect(posts.filter((post) => !city.persons.some((person) => person.post === post))).toEqual([]);
});
