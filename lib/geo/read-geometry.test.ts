import fc from "fast-check";
import { expect, test } from "vitest";
import { readGeometry } from "./read-geometry";

const all = ["Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"] as const;
const square = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 0],
];

function problemOf(value: unknown): string {
  const result = readGeometry(value, all);
  return "fault" in result ? `${result.fault.problem} ${result.fault.at}` : "none";
}

test("a closed polygon in range is read, a third coordinate is dropped", () => {
  const result = readGeometry({ type: "Polygon", coordinates: [square.map((p) => [...p, 12.5])] }, [
    "Polygon",
  ]);
  expect(result).toEqual({ geometry: { type: "Polygon", coordinates: [square] } });
});

test("each fault is named with its place", () => {
  expect(problemOf(null)).toBe("not_an_object geometry");
  expect(problemOf({ type: "Circle" })).toBe("unknown_type type");
  expect(problemOf({ type: "GeometryCollection", geometries: [] })).toBe("unknown_type type");
  expect(problemOf({ type: "Polygon", coordinates: [square.slice(0, 3)] })).toBe(
    "too_few_positions coordinates[0]",
  );
  expect(problemOf({ type: "Polygon", coordinates: [[...square.slice(0, 3), [0, 2]]] })).toBe(
    "not_closed coordinates[0]",
  );
  expect(
    problemOf({
      type: "LineString",
      coordinates: [
        [0, 0],
        [181, 0],
      ],
    }),
  ).toBe("out_of_range coordinates[1]");
  expect(problemOf({ type: "Point", coordinates: [Number.NaN, 0] })).toBe("not_finite coordinates");
  expect(problemOf({ type: "Point", coordinates: ["1", 0] })).toBe("not_a_position coordinates");
  expect(problemOf({ type: "MultiPolygon", coordinates: [] })).toBe("empty coordinates");
  expect(
    problemOf({ type: "LineString", coordinates: Array.from({ length: 50_001 }, (_, i) => [i / 1e6, 0]) }),
  ).toMatch(/^too_many_vertices/);
});

test("a type that is not allowed here is refused", () => {
  expect(readGeometry({ type: "Point", coordinates: [0, 0] }, ["Polygon"])).toEqual({
    fault: { problem: "wrong_type", at: "type" },
  });
});

test("nesting of any depth is refused without ending the process", () => {
  let deep: unknown = [];
  for (let i = 0; i < 200_000; i += 1) deep = [deep];
  expect(problemOf({ type: "Polygon", coordinates: deep })).toBe("too_deep coordinates");
});

test("any JSON either is refused or comes out finite and in range", () => {
  fc.assert(
    fc.property(fc.constantFrom(...all), fc.jsonValue({ maxDepth: 5 }), (type, coordinates) => {
      const result = readGeometry({ type, coordinates }, all);
      if ("fault" in result) return;
      for (const number of JSON.stringify(result.geometry).match(/-?\d+(\.\d+)?(e-?\d+)?/g) ?? []) {
        expect(Math.abs(Number(number))).toBeLessThanOrEqual(180);
      }
    }),
  );
});
