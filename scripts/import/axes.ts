/** No city lies nearer to a pole: a latitude beyond it is a longitude in the wrong place. */
const utmostLatitude = 72;
const mostLooked = 2_000;

/** The same untrusted geometry with the two numbers of every position exchanged. */
export function exchanged(geometry: unknown): unknown {
  if (typeof geometry !== "object" || geometry === null || !("coordinates" in geometry)) return geometry;
  return { ...geometry, coordinates: exchangedNumbers(geometry.coordinates, 0) };
}

function exchangedNumbers(value: unknown, depth: number): unknown {
  if (!Array.isArray(value) || depth > 8) return value;
  if (typeof value[0] === "number") return [value[1], value[0], ...value.slice(2)];
  return value.map((inner) => exchangedNumbers(inner, depth + 1));
}

/**
 * Are the axes of a whole file exchanged? Then the place of its first such geometry, else null. Most positions must
 * be sensible the other way round only; a single wild one is a fault of its own.
 */
export function firstExchanged(geometries: readonly unknown[]): number | null {
  let wrong = 0;
  let all = 0;
  let first: number | null = null;
  for (const [at, geometry] of geometries.entries()) {
    if (all >= mostLooked) break;
    const position = firstPosition(geometry);
    if (!position) continue;
    all += 1;
    const [lng, lat] = position;
    if (Math.abs(lat) <= utmostLatitude || Math.abs(lat) > 180 || Math.abs(lng) > utmostLatitude) continue;
    wrong += 1;
    first ??= at;
  }
  return all > 0 && wrong > all * 0.9 ? first : null;
}

function firstPosition(geometry: unknown): [number, number] | null {
  if (typeof geometry !== "object" || geometry === null || !("coordinates" in geometry)) return null;
  let value: unknown = geometry.coordinates;
  for (let depth = 0; depth < 8 && Array.isArray(value) && Array.isArray(value[0]); depth += 1)
    value = value[0];
  if (!Array.isArray(value)) return null;
  const [lng, lat] = value as unknown[];
  return typeof lng === "number" && typeof lat === "number" ? [lng, lat] : null;
}
