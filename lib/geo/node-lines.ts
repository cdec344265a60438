import ArrayList from "jsts/java/util/ArrayList.js";
import Coordinate from "jsts/org/locationtech/jts/geom/Coordinate.js";
import PrecisionModel from "jsts/org/locationtech/jts/geom/PrecisionModel.js";
import NodedSegmentString from "jsts/org/locationtech/jts/noding/NodedSegmentString.js";
import MCIndexSnapRounder from "jsts/org/locationtech/jts/noding/snapround/MCIndexSnapRounder.js";
import { type LatticePoint, pointKey } from "./lattice";

export type Segment = readonly [LatticePoint, LatticePoint];

const maxPasses = 6;

/**
 * Cuts lines at every crossing, on the lattice: afterwards segments meet in their ends only, and none stands
 * twice. Snapping a crossing to the lattice can make a new one nearby, so it is done until nothing changes.
 */
export function nodeLines(lines: readonly (readonly LatticePoint[])[]): Segment[] {
  let segments = uniqueSegments(lines);
  for (let pass = 0; pass < maxPasses; pass += 1) {
    const next = uniqueSegments(snapRound(segments));
    const isSettled = next.length === segments.length;
    segments = next;
    if (isSettled) break;
  }
  return segments;
}

function snapRound(segments: readonly Segment[]): LatticePoint[][] {
  const strings = new ArrayList(undefined);
  for (const segment of segments) {
    strings.add(
      new NodedSegmentString(
        segment.map(([x, y]) => new Coordinate(x, y)),
        null,
      ),
    );
  }
  const noder = new MCIndexSnapRounder(new PrecisionModel(1));
  noder.computeNodes(strings);
  return toLines(noder.getNodedSubstrings());
}

/** jsts is typed by `any`; what comes out of it is given its shape here. */
function toLines(strings: { toArray(): unknown[] }): LatticePoint[][] {
  const noded = strings.toArray() as { getCoordinates(): { x: number; y: number }[] }[];
  return noded.map((string) =>
    string.getCoordinates().map(({ x, y }) => [Math.round(x), Math.round(y)] as const),
  );
}

function uniqueSegments(lines: readonly (readonly LatticePoint[])[]): Segment[] {
  const seen = new Map<number, Set<number>>();
  const segments: Segment[] = [];
  for (const line of lines) {
    for (let i = 1; i < line.length; i += 1) {
      const [a, b] = [line[i - 1], line[i]];
      if (!a || !b) continue;
      const [from, to] = [pointKey(a), pointKey(b)];
      if (from === to) continue;
      const [low, high] = from < to ? [from, to] : [to, from];
      const ends = seen.get(low) ?? new Set();
      if (ends.has(high)) continue;
      ends.add(high);
      seen.set(low, ends);
      segments.push(from < to ? [a, b] : [b, a]);
    }
  }
  return segments;
}
