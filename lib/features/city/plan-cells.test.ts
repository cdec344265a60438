import { expect, test } from "vitest";
import type { LngLat, PlainGeometry } from "@/lib/geo/geojson";
import type { AreaRow, CityFeature, CityLayers } from "./city-layers";
import { boundsBlocks, buildingPoints, planCells } from "./plan-cells";
import { planPlaces } from "./plan-places";

const at = (x: number, y: number): LngLat => [110 + x / 1e4, 30 + y / 1e4];
const box = (w: number, s: number, e: number, n: number): LngLat[] => [
  at(w, s),
  at(e, s),
  at(e, n),
  at(w, n),
  at(w, s),
];
const polygon = (ring: LngLat[]): PlainGeometry => ({ type: "Polygon", coordinates: [ring] });
let last = 0;
function feature(kind: string, geometry: PlainGeometry, more: Partial<CityFeature> = {}): CityFeature {
  last += 1;
  return {
    ...{ at: `feature ${last}`, sourceId: null, kind, detail: null, name: null, geometry },
    ...{ levels: null, isUnderground: false },
    ...more,
  };
}
const line = (...coordinates: LngLat[]): PlainGeometry => ({ type: "LineString", coordinates });
const nothing: CityLayers = {
  ...{ roads: [], water: [], landuse: [], buildings: [], pois: [] },
  ...{ skipped: [], repaired: [] },
};
const community: AreaRow = {
  ...{
    code: "990101001001",
    level: "community",
    name: "东社区",
    nameEn: null,
    parent: "990101001",
    sourceId: null,
  },
  ...{
    validFrom: null,
    isBoundaryAssumed: false,
    geometry: { type: "Polygon", coordinates: [box(0, 0, 60, 60)] },
  },
};

test("a part inside its building is no second building; a part without one counts", () => {
  const buildings = [
    feature("building", polygon(box(5, 5, 9, 9))),
    feature("building_part", polygon(box(6, 6, 8, 8))),
    feature("building_part", polygon(box(20, 20, 22, 22))),
  ];
  expect(buildingPoints(buildings)).toHaveLength(2);
});

test("streets bound blocks; lanes inside, footways, steps, subways and ferries do not", () => {
  const bounds = (kind: string, detail: string | null) => boundsBlocks(feature(kind, line(), { detail }));
  expect(bounds("major_road", "primary")).toBe(true);
  expect(bounds("minor_road", "residential")).toBe(true);
  expect(bounds("path", "pedestrian")).toBe(true);
  expect(bounds("minor_road", "service")).toBe(false);
  expect(bounds("path", "footway")).toBe(false);
  expect(bounds("path", "steps")).toBe(false);
  expect(bounds("rail", "subway")).toBe(false);
  expect(bounds("ferry", null)).toBe(false);
});

test("a river parts cells, a round pond does not, and numbers run from the north-west", () => {
  const roads = [feature("major_road", line(at(30, -5), at(30, 65)))];
  const river = feature("river", polygon(box(-5, 28, 65, 32)));
  const pond = feature("water", polygon(box(5, 5, 22, 22)));
  const cells = planCells({ ...nothing, roads, water: [river, pond] }, [community], {
    areaM2: 30_000,
    buildings: 50,
  });
  // Four blocks, and the river, whose two halves are too small for a cell each.
  expect(cells.map(({ code }) => code.slice(-3))).toEqual(["W01", "W02", "W03", "W04", "W05"]);
  const [first] = cells;
  expect(first?.name).toBe("东社区第1网格");
  expect(first?.label[0]).toBeLessThan(110.003);
  expect(first?.label[1]).toBeGreaterThan(30.0032);
});

test("a place drawn as an area and as a point is one, two bus stops of one name stay two", () => {
  const cells = planCells(nothing, [community]);
  const point = (x: number, y: number): PlainGeometry => ({ type: "Point", coordinates: at(x, y) });
  const layers: CityLayers = {
    ...nothing,
    pois: [
      feature("school", point(10, 10), { name: "实验小学" }),
      feature("bus_stop", point(20, 20), { name: "路口" }),
      feature("bus_stop", point(20, 21), { name: "路口" }),
      feature("traffic_signals", point(5, 5)),
    ],
    landuse: [
      feature("school", polygon(box(8, 8, 14, 14)), { name: "实验小学" }),
      feature("park", polygon(box(40, 40, 50, 50)), { name: "东园" }),
      feature("park", polygon(box(30, 30, 32, 32))),
    ],
  };
  const { places, skipped } = planPlaces(layers, cells);
  expect(places.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
    "school 实验小学",
    "bus_stop 路口",
    "bus_stop 路口",
    "park 东园",
  ]);
  expect(skipped).toEqual([]);
});
