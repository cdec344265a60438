import { toRings } from "./blocks-from-roads";
import { type Box, boxContains, boxOfPositions } from "./box";
import { buildCellIndex } from "./cell-index";
import { facesOf } from "./faces";
import type { LngLat, PolygonGeometry } from "./geojson";
import { latticeOver, toLattice } from "./lattice";
import { nodeLines } from "./node-lines";

/** How far beside the coast it is asked on which side the water lies, in degrees: about two metres. */
const besideDegrees = 2e-5;

/**
 * The sea inside a frame, from coastlines drawn with the land on their left. Where an extract cuts a coast off inside the
 * frame, it is led on straight to the frame. A piece that the coast calls land on one edge and water on another is left
 * out: no water is better than water on land.
 */
export function seaFromCoast(coast: readonly LngLat[][], frame: Box): PolygonGeometry[] {
  if (coast.length === 0) return [];
  const { west, south, east, north } = frame;
  const edge: LngLat[] = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
  const near = coast.filter((line) => line.some((point) => boxContains(wider(frame), point)));
  const known = [...near, ...looseEnds(near, frame)];
  const lattice = latticeOver([...edge, ...known.flat()]);
  const lines = [edge, ...known].map((line) => line.map((point) => toLattice(lattice, point)));
  const faces = facesOf(nodeLines(lines))
    .map((face): PolygonGeometry => ({ type: "Polygon", coordinates: toRings(lattice, face) }))
    .filter((face) => isWithin(face, frame));
  const faceAt = buildCellIndex(faces.map((geometry, key) => ({ key, geometry })));
  const votes = faces.map(() => ({ water: 0, land: 0 }));
  for (const line of near) {
    for (const [at, from] of line.slice(0, -1).entries()) {
      const to = line[at + 1];
      if (!to) continue;
      const [right, left] = beside(from, to);
      const [water, land] = [faceAt(...right), faceAt(...left)];
      const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
      if (water !== null && votes[water]) votes[water].water += length;
      if (land !== null && votes[land]) votes[land].land += length;
    }
  }
  return faces.filter((_, at) => {
    const { water = 0, land = 0 } = votes[at] ?? {};
    return water > 0 && land < water * 0.1;
  });
}

/** From each end that no other line continues, straight on to the side of the frame that the coast was heading for. */
function looseEnds(lines: readonly LngLat[][], frame: Box): LngLat[][] {
  const ends = new Map<string, { point: LngLat; count: number }>();
  for (const line of lines) {
    for (const point of [line[0], line.at(-1)]) {
      if (!point) continue;
      const there = ends.get(String(point));
      ends.set(String(point), { point, count: (there?.count ?? 0) + 1 });
    }
  }
  const all = boxOfPositions(lines.flat());
  return [...ends.values()].flatMap(({ point, count }) => {
    if (count % 2 === 0 || !boxContains(frame, point)) return [];
    const [lng, lat] = point;
    const ways: { distance: number; to: LngLat }[] = [
      { distance: lng - all.west, to: [frame.west, lat] },
      { distance: all.east - lng, to: [frame.east, lat] },
      { distance: lat - all.south, to: [lng, frame.south] },
      { distance: all.north - lat, to: [lng, frame.north] },
    ];
    const [nearest] = ways.sort((a, b) => a.distance - b.distance);
    return nearest ? [[point, nearest.to]] : [];
  });
}

function beside(from: LngLat, to: LngLat): [right: LngLat, left: LngLat] {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const length = Math.hypot(dx, dy) || 1;
  const [x, y] = [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2];
  const [rx, ry] = [(dy / length) * besideDegrees, (-dx / length) * besideDegrees];
  return [
    [x + rx, y + ry],
    [x - rx, y - ry],
  ];
}

function wider({ west, south, east, north }: Box): Box {
  return { west: west - 0.1, south: south - 0.1, east: east + 0.1, north: north + 0.1 };
}

/** The lattice rounds by a centimetre. */
function isWithin(face: PolygonGeometry, frame: Box): boolean {
  const slack = 1e-6;
  const box = boxOfPositions(face.coordinates[0] ?? []);
  return (
    box.west >= frame.west - slack &&
    box.east <= frame.east + slack &&
    box.south >= frame.south - slack &&
    box.north <= frame.north + slack
  );
}
