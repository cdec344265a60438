import Flatbush from "flatbush";
import { boxOf } from "../box";
import { type AreaGeometry, polygonsOf, positionsOf } from "../geojson";
import { type Lattice, type LatticePoint, signedAreaM2, toLattice } from "../lattice";
import { isInside } from "../point-in-polygon";
import { areaShape, commonM2, type Shape } from "./shapes";

/** How much of a building's outline lies on each of the areas that it touches with more than a sliver. */
export type Cover = { area: number; m2: number }[];

/** Less than this is the width of a line on the map, and no part of a building. */
export const sliverM2 = 1;

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
  const shapes = new Map<number, Shape>();
  const shapeOf = (at: number, area: AreaGeometry) => {
    const known = shapes.get(at) ?? areaShape(lattice, area);
    shapes.set(at, known);
    return known;
  };
  return buildings.map((building) => {
    const { west, south, east, north } = boxOf(building);
    const near = tree.search(west, south, east, north).sort((a, b) => a - b);
    const [only] = near;
    if (only !== undefined && near.length === 1 && areAllInside(building, areas[only]))
      return [{ area: only, m2: surfaceM2(lattice, building) }];
    const own = areaShape(lattice, building);
    return near.flatMap((at) => {
      const area = areas[at];
      const m2 = area ? commonM2(own, shapeOf(at, area)) : 0;
      return m2 > sliverM2 ? [{ area: at, m2 }] : [];
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
