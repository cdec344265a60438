import Coordinate from "jsts/org/locationtech/jts/geom/Coordinate.js";
import GeometryFactory from "jsts/org/locationtech/jts/geom/GeometryFactory.js";
import PrecisionModel from "jsts/org/locationtech/jts/geom/PrecisionModel.js";
import Polygonizer from "jsts/org/locationtech/jts/operation/polygonize/Polygonizer.js";
import type { LatticePoint } from "./lattice";
import type { Segment } from "./node-lines";

/** Rings without the repeated last point: shell first, then holes. */
export type Face = readonly LatticePoint[][];

interface JstsRing {
  getCoordinates(): { x: number; y: number }[];
}
interface JstsPolygon {
  getExteriorRing(): JstsRing;
  getNumInteriorRing(): number;
  getInteriorRingN(index: number): JstsRing;
}

/** The smallest areas that noded segments enclose. Dead ends and bridges between them bound nothing. */
export function facesOf(segments: readonly Segment[]): Face[] {
  const factory = new GeometryFactory(new PrecisionModel(1));
  const polygonizer = new Polygonizer();
  for (const segment of segments) {
    polygonizer.add(factory.createLineString(segment.map(([x, y]) => new Coordinate(x, y))));
  }
  const polygons = polygonizer.getPolygons().toArray() as JstsPolygon[];
  return polygons.map((polygon) => {
    const rings = [ringOf(polygon.getExteriorRing())];
    for (let i = 0; i < polygon.getNumInteriorRing(); i += 1) rings.push(ringOf(polygon.getInteriorRingN(i)));
    return rings;
  });
}

function ringOf(ring: JstsRing): LatticePoint[] {
  const points = ring.getCoordinates().map(({ x, y }) => [Math.round(x), Math.round(y)] as const);
  return points.slice(0, -1);
}
