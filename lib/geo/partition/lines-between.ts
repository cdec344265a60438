import { Delaunay } from "d3-delaunay";
import { type AreaGeometry, type LngLat, linesOf } from "../geojson";
import { fromLattice, type Lattice, toLattice } from "../lattice";
import { areaShape, clipLines, linesShape } from "./shapes";

/** Along an outline a point is taken at least every so many metres, or a line might cut a corner. */
const stepMetres = 4;
const nobody = -1;

/**
 * Lines midway between the buildings of a block, where no road parts them: the edges of the Voronoi diagram of their
 * outlines that lie between two different ones, cut at the block. With fewer than two buildings there are none.
 */
export function linesBetween(
  lattice: Lattice,
  block: AreaGeometry,
  buildings: readonly AreaGeometry[],
): LngLat[][] {
  if (buildings.length < 2) return [];
  const points: [number, number][] = [];
  const owners: number[] = [];
  const add = (point: [number, number], owner: number) => {
    points.push(point);
    owners.push(owner);
  };
  for (const [owner, building] of buildings.entries())
    for (const ring of linesOf(building)) for (const point of sampled(lattice, ring)) add(point, owner);
  // Far points all around close the diagram: what lies between two buildings ends outside of the block.
  const corners = linesOf(block).flatMap((ring) => ring.map((point) => metres(lattice, point)));
  const xs = corners.map(([x]) => x);
  const ys = corners.map(([, y]) => y);
  const [x, y] = [(Math.min(...xs) + Math.max(...xs)) / 2, (Math.min(...ys) + Math.max(...ys)) / 2];
  const far = 4 * Math.hypot(Math.max(...xs) - x, Math.max(...ys) - y);
  for (let turn = 0; turn < 12; turn += 1) {
    const angle = (turn / 12) * 2 * Math.PI;
    add([x + far * Math.cos(angle), y + far * Math.sin(angle)], nobody);
  }
  const edges = edgesBetween(points, owners).map((edge) => edge.map((point) => inDegrees(lattice, point)));
  return clipLines(lattice, linesShape(lattice, edges), areaShape(lattice, block));
}

function edgesBetween(points: [number, number][], owners: readonly number[]): [number, number][][] {
  const diagram = Delaunay.from(points);
  const { circumcenters } = diagram.voronoi([-1e9, -1e9, 1e9, 1e9]);
  const { halfedges, triangles } = diagram;
  const centre = (halfedge: number): [number, number] => {
    const triangle = Math.floor(halfedge / 3);
    return [circumcenters[2 * triangle] ?? 0, circumcenters[2 * triangle + 1] ?? 0];
  };
  const edges: [number, number][][] = [];
  for (const [halfedge, twin] of halfedges.entries()) {
    if (twin < halfedge) continue;
    const one = owners[triangles[halfedge] ?? 0] ?? nobody;
    const other = owners[triangles[twin] ?? 0] ?? nobody;
    if (one === other || one === nobody || other === nobody) continue;
    edges.push([centre(halfedge), centre(twin)]);
  }
  return edges;
}

function* sampled(lattice: Lattice, ring: readonly LngLat[]): Generator<[number, number]> {
  for (const [at, point] of ring.slice(0, -1).entries()) {
    const [x, y] = metres(lattice, point);
    const [toX, toY] = metres(lattice, ring[at + 1] ?? point);
    const steps = Math.max(1, Math.ceil(Math.hypot(toX - x, toY - y) / stepMetres));
    for (let step = 0; step < steps; step += 1)
      yield [x + ((toX - x) * step) / steps, y + ((toY - y) * step) / steps];
  }
}

function metres(lattice: Lattice, point: LngLat): [number, number] {
  const [x, y] = toLattice(lattice, point);
  return [x * lattice.metresPerX, y * lattice.metresPerY];
}

function inDegrees(lattice: Lattice, [x, y]: readonly [number, number]): LngLat {
  return fromLattice(lattice, [x / lattice.metresPerX, y / lattice.metresPerY]);
}
