import type { LngLat, Ring } from "./geojson";
import { isInside } from "./point-in-polygon";

/** A line between points that have names: two lines meet where their names are the same. */
export type NamedLine = readonly number[];

/**
 * Lines put end to end into closed rings, as a map draws the outline of a lake or a district in pieces. Null when a
 * piece is left over: an outline with a gap encloses nothing.
 */
export function assembleRings(lines: readonly NamedLine[]): number[][] | null {
  const rings: number[][] = [];
  const open = new Map<number, Set<NamedLine>>();
  const register = (line: NamedLine, isThere: boolean) => {
    for (const end of [line[0], line.at(-1)]) {
      if (end === undefined) continue;
      const there = open.get(end) ?? new Set();
      if (isThere) there.add(line);
      else there.delete(line);
      open.set(end, there);
    }
  };
  // A piece that is listed twice would be walked there and back.
  const seen = new Set<string>();
  const pieces = lines.filter((line) => {
    const key = line.join();
    const isNew = line.length > 1 && !seen.has(key) && !seen.has(line.toReversed().join());
    seen.add(key);
    return isNew;
  });
  for (const line of pieces) {
    if (line[0] === line.at(-1)) rings.push([...line]);
    else register(line, true);
  }
  for (const first of pieces) {
    if (first[0] === first.at(-1) || !open.get(first[0] ?? 0)?.has(first)) continue;
    register(first, false);
    const ring = [...first];
    while (ring[0] !== ring.at(-1)) {
      const end = ring.at(-1) ?? 0;
      const [next] = open.get(end) ?? [];
      if (!next) return null;
      register(next, false);
      const onward = next[0] === end ? next : next.toReversed();
      for (const point of onward.slice(1)) ring.push(point);
    }
    rings.push(ring);
  }
  return rings;
}

/**
 * Which ring is a shell and which one a hole is told by how many others enclose it, not by what the map says about
 * it: the words are wrong more often than the lines.
 */
export function nestRings(rings: readonly Ring[]): Ring[][] {
  const usable = rings.filter((ring) => ring.length >= 4);
  const polygons = usable.map((ring) => ({ type: "Polygon" as const, coordinates: [ring] }));
  const enclosing = usable.map((ring, own) => {
    const probe = between(ring[0], ring[1]);
    return usable.flatMap((_, other) => {
      const polygon = polygons[other];
      return other !== own && polygon && isInside(probe, polygon) ? [other] : [];
    });
  });
  const holesOf = new Map<number, Ring[]>();
  for (const [own, around] of enclosing.entries()) {
    const ring = usable[own];
    if (!ring || around.length % 2 === 0) continue;
    const shell = around.find((other) => enclosing[other]?.length === around.length - 1);
    if (shell !== undefined) holesOf.set(shell, [...(holesOf.get(shell) ?? []), ring]);
  }
  return usable.flatMap((ring, own) => {
    const depth = enclosing[own]?.length ?? 0;
    return depth % 2 === 0 ? [[ring, ...(holesOf.get(own) ?? [])]] : [];
  });
}

function between(a: LngLat | undefined, b: LngLat | undefined): LngLat {
  return [((a?.[0] ?? 0) + (b?.[0] ?? 0)) / 2, ((a?.[1] ?? 0) + (b?.[1] ?? 0)) / 2];
}
