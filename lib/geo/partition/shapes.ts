import Coordinate from "jsts/org/locationtech/jts/geom/Coordinate.js";
import GeometryFactory from "jsts/org/locationtech/jts/geom/GeometryFactory.js";
import PrecisionModel from "jsts/org/locationtech/jts/geom/PrecisionModel.js";
import SnapIfNeededOverlayOp from "jsts/org/locationtech/jts/operation/overlay/snap/SnapIfNeededOverlayOp.js";
import { type AreaGeometry, type LngLat, polygonsOf } from "../geojson";
import { fromLattice, type Lattice, toLattice } from "../lattice";

/** A geometry of JTS in metres from the lattice's corner, so that lengths and surfaces come out in m and m². */
export type Shape = { readonly shape: unique symbol };

type Jts = {
  getArea(): number;
  getNumGeometries(): number;
  getGeometryN(at: number): Jts;
  getCoordinates(): { x: number; y: number }[];
};

const factory = new GeometryFactory(new PrecisionModel());
// JTS brings no types: its geometries are opaque outside of this file.
const asShape = (geometry: unknown) => geometry as Shape;
const asJts = (shape: Shape) => shape as unknown as Jts;

function coordinate(lattice: Lattice, point: LngLat): unknown {
  const [x, y] = toLattice(lattice, point);
  return new Coordinate(x * lattice.metresPerX, y * lattice.metresPerY);
}

export function areaShape(lattice: Lattice, area: AreaGeometry): Shape {
  const ring = (line: readonly LngLat[]) =>
    factory.createLinearRing(line.map((point) => coordinate(lattice, point)));
  const polygons = polygonsOf(area).map(([shell = [], ...holes]) =>
    factory.createPolygon(ring(shell), holes.map(ring)),
  );
  return asShape(factory.createMultiPolygon(polygons));
}

export function linesShape(lattice: Lattice, lines: readonly (readonly LngLat[])[]): Shape {
  const strings = lines.map((line) =>
    factory.createLineString(line.map((point) => coordinate(lattice, point))),
  );
  return asShape(factory.createMultiLineString(strings));
}

/** The common surface of two areas in m². */
export function commonM2(a: Shape, b: Shape): number {
  return asJts(asShape(SnapIfNeededOverlayOp.intersection(a, b))).getArea();
}

/** The parts of lines that lie in an area. */
export function clipLines(lattice: Lattice, lines: Shape, area: Shape): LngLat[][] {
  const common = asJts(asShape(SnapIfNeededOverlayOp.intersection(lines, area)));
  const parts: LngLat[][] = [];
  for (let at = 0; at < common.getNumGeometries(); at += 1) {
    const points = common.getGeometryN(at).getCoordinates();
    if (points.length < 2) continue;
    parts.push(
      points.map(({ x, y }) =>
        fromLattice(lattice, [Math.round(x / lattice.metresPerX), Math.round(y / lattice.metresPerY)]),
      ),
    );
  }
  return parts;
}
