import Flatbush from "flatbush";
import Coordinate from "jsts/org/locationtech/jts/geom/Coordinate.js";
import GeometryFactory from "jsts/org/locationtech/jts/geom/GeometryFactory.js";
import PrecisionModel from "jsts/org/locationtech/jts/geom/PrecisionModel.js";
import OverlayOp from "jsts/org/locationtech/jts/operation/overlay/OverlayOp.js";
import { boxOf } from "../box";
import { type AreaGeometry, polygonsOf, positionsOf } from "../geojson";
import { type Lattice, type LatticePoint, signedAreaM2, toLattice } from "../lattice";
import { isInside } from "../point-in-polygon";

/** How much of a building's outline lies on each of the areas that it touches with more than a sliver. */
export type Cover = { area: number; m2: number }[];

/** Less than this is the width of a line on the map, and no part of a building. */
export const sliverM2 = 1;

const factory = new GeometryFactory(new PrecisionModel());

/**
 * Which areas (blocks, cells) does each building stand on? Where only one is near and holds all corners, the building
 * is there; for the others the common surface is computed.
 */
export function buildingCovers(
  lattice: Lattice,
  areas: readonly AreaGeometry[],
  buildings: readonly AreaGeometry[],
): Cover[] {
  if (areas.length === 0) return buildings.map(() => []);
  const tree = new Flatbush(areas.length);
  for (const area of areas) {
    const { west, south, east, north } = boxOf(area);
    tree.add(west, south, east, north);
  }
  tree.finish();
  const shapes = new Map<number, unknown>();
  const shapeOf = (at: number) => {
    const known = shapes.get(at);
    if (known) return known;
    const made = shape(lattice, areas[at]);
    shapes.set(at, made);
    return made;
  };
  return buildings.map((building) => {
    const { west, south, east, north } = boxOf(building);
    const near = tree.search(west, south, east, north).sort((a, b) => a - b);
    const [only] = near;
    if (only !== undefined && near.length === 1 && areAllInside(building, areas[only]))
      return [{ area: only, m2: surfaceM2(lattice, building) }];
    const own = shape(lattice, building);
    return near.flatMap((area) => {
      const m2 = intersectionM2(own, shapeOf(area));
      return m2 > sliverM2 ? [{ area, m2 }] : [];
    });
  });
}

function areAllInside(building: AreaGeometry, area: AreaGeometry | undefined): boolean {
  if (!area) return false;
  for (const point of positionsOf(building)) if (!isInside(point, area)) return false;
  return true;
}

/** In m² on the lattice, holes taken off: the same measure as of the areas under it. */
export function surfaceM2(lattice: Lattice, area: AreaGeometry): number {
  return polygonsOf(area).reduce(
    (sum, rings) =>
      sum +
      rings.reduce((part, ring, at) => {
        const size = Math.abs(signedAreaM2(lattice, open(lattice, ring)));
        return part + (at === 0 ? size : -size);
      }, 0),
    0,
  );
}

function open(lattice: Lattice, ring: readonly [number, number][]): LatticePoint[] {
  return ring.slice(0, -1).map((point) => toLattice(lattice, point));
}

/** In metres from the lattice's corner, so that areas come out in m². */
function shape(lattice: Lattice, area: AreaGeometry | undefined): unknown {
  const ring = (line: readonly [number, number][]) =>
    factory.createLinearRing(
      line.map((point) => {
        const [x, y] = toLattice(lattice, point);
        return new Coordinate(x * lattice.metresPerX, y * lattice.metresPerY);
      }),
    );
  const polygons = (area ? polygonsOf(area) : []).map(([shell = [], ...holes]) =>
    factory.createPolygon(ring(shell), holes.map(ring)),
  );
  return factory.createMultiPolygon(polygons);
}

function intersectionM2(a: unknown, b: unknown): number {
  const common = OverlayOp.intersection(a, b) as { getArea(): number };
  return common.getArea();
}
