import type { LngLat, PlainGeometry, Ring } from "./geojson";

export const maxVertices = 50_000;
export const maxDepth = 8;

export const geometryProblems = [
  "not_an_object",
  "unknown_type",
  "wrong_type",
  "too_deep",
  "too_many_vertices",
  "not_a_position",
  "not_finite",
  "out_of_range",
  "too_few_positions",
  "not_closed",
  "empty",
] as const;
export type GeometryProblem = (typeof geometryProblems)[number];
/** `at` names the place inside the geometry, such as `coordinates[0][3]`. */
export type GeometryFault = { problem: GeometryProblem; at: string };
export type GeometryResult<G> = { geometry: G } | { fault: GeometryFault };

class Fault extends Error {
  constructor(
    readonly problem: GeometryProblem,
    readonly at: string,
  ) {
    super(problem);
  }
}

/**
 * Reads untrusted JSON as one geometry of the allowed types: finite, in range, closed, within the caps.
 * Whether a polygon crosses itself is not asked here; see `repair-area.ts`.
 */
export function readGeometry<T extends PlainGeometry["type"]>(
  value: unknown,
  allowed: readonly T[],
  caps: { maxVertices: number } = { maxVertices },
): GeometryResult<Extract<PlainGeometry, { type: T }>> {
  try {
    const geometry = readPlain(value, allowed, caps.maxVertices);
    // readPlain answers only types that are in `allowed`.
    return { geometry: geometry as Extract<PlainGeometry, { type: T }> };
  } catch (error) {
    if (error instanceof Fault) return { fault: { problem: error.problem, at: error.at } };
    throw error;
  }
}

function readPlain(value: unknown, allowed: readonly string[], cap: number): PlainGeometry {
  if (typeof value !== "object" || value === null) throw new Fault("not_an_object", "geometry");
  const { type, coordinates } = value as { type?: unknown; coordinates?: unknown };
  const known = ["Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"];
  if (typeof type !== "string" || !known.includes(type)) throw new Fault("unknown_type", "type");
  if (!allowed.includes(type)) throw new Fault("wrong_type", "type");
  checkDepth(coordinates);
  const budget = { left: cap };
  const at = "coordinates";
  switch (type as PlainGeometry["type"]) {
    case "Point":
      return { type: "Point", coordinates: position(coordinates, at, budget) };
    case "MultiPoint":
      return { type: "MultiPoint", coordinates: positions(coordinates, at, budget, 1) };
    case "LineString":
      return { type: "LineString", coordinates: positions(coordinates, at, budget, 2) };
    case "MultiLineString":
      return {
        type: "MultiLineString",
        coordinates: list(coordinates, at).map((line, i) => positions(line, `${at}[${i}]`, budget, 2)),
      };
    case "Polygon":
      return { type: "Polygon", coordinates: rings(coordinates, at, budget) };
    case "MultiPolygon":
      return {
        type: "MultiPolygon",
        coordinates: list(coordinates, at).map((polygon, i) => rings(polygon, `${at}[${i}]`, budget)),
      };
  }
}

/** Walked with a list of its own, so that a file nested a million deep cannot end the process. */
function checkDepth(value: unknown): void {
  const waiting: { value: unknown; depth: number }[] = [{ value, depth: 0 }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (!Array.isArray(next.value)) continue;
    if (next.depth >= maxDepth) throw new Fault("too_deep", "coordinates");
    for (const inner of next.value) {
      if (Array.isArray(inner)) waiting.push({ value: inner, depth: next.depth + 1 });
    }
  }
}

function list(value: unknown, at: string): unknown[] {
  if (!Array.isArray(value)) throw new Fault("not_a_position", at);
  if (value.length === 0) throw new Fault("empty", at);
  return value;
}

function rings(value: unknown, at: string, budget: { left: number }): Ring[] {
  return list(value, at).map((ring, i) => {
    const here = `${at}[${i}]`;
    const line = positions(ring, here, budget, 4);
    const first = line[0];
    const last = line.at(-1);
    if (first?.[0] !== last?.[0] || first?.[1] !== last?.[1]) throw new Fault("not_closed", here);
    return line;
  });
}

function positions(value: unknown, at: string, budget: { left: number }, least: number): LngLat[] {
  const line = list(value, at).map((item, i) => position(item, `${at}[${i}]`, budget));
  if (line.length < least) throw new Fault("too_few_positions", at);
  return line;
}

/** A third number (height) is legal GeoJSON and is dropped. */
function position(value: unknown, at: string, budget: { left: number }): LngLat {
  budget.left -= 1;
  if (budget.left < 0) throw new Fault("too_many_vertices", at);
  if (!Array.isArray(value) || value.length < 2) throw new Fault("not_a_position", at);
  const [lng, lat] = value as unknown[];
  if (typeof lng !== "number" || typeof lat !== "number") throw new Fault("not_a_position", at);
  if (!Number.isFinite(lng) || !Number.isFinite(lat)) throw new Fault("not_finite", at);
  if (lng < -180 || lng > 180 || lat < -90 || lat > 90) throw new Fault("out_of_range", at);
  return [lng, lat];
}
