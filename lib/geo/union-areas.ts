import Coordinate from "jsts/org/locationtech/jts/geom/Coordinate.js";
import GeometryFactory from "jsts/org/locationtech/jts/geom/GeometryFactory.js";
import PrecisionModel from "jsts/org/locationtech/jts/geom/PrecisionModel.js";
import UnaryUnionOp from "jsts/org/locationtech/jts/operation/union/UnaryUnionOp.js";
import { type AreaGeometry, areaOf, type LngLat, polygonsOf, type Ring } from "./geojson";

/** To a tenth of a millimetre: neighbours that share a border share its points. */
const factory = new GeometryFactory(new PrecisionModel(1e9));

/** One area of several that touch or overlap: a street of its communities, a city of its districts. */
export function unionAreas(areas: readonly AreaGeometry[]): AreaGeometry {
  const ring = (line: Ring) => factory.createLinearRing(line.map(([x, y]) => new Coordinate(x, y)));
  const polygons = areas
    .flatMap(polygonsOf)
    .map(([shell, ...holes]) => factory.createPolygon(ring(shell ?? []), holes.map(ring)));
  const united = UnaryUnionOp.union(factory.createMultiPolygon(polygons));
  const parts: Ring[][] = [];
  for (let i = 0; i < united.getNumGeometries(); i += 1) {
    const part = united.getGeometryN(i);
    const holes = Array.from({ length: part.getNumInteriorRing() }, (_, at) => part.getInteriorRingN(at));
    parts.push([part.getExteriorRing(), ...holes].map(positions));
  }
  return areaOf(parts);
}

function positions(line: { getCoordinates(): { x: number; y: number }[] }): Ring {
  return line.getCoordinates().map(({ x, y }): LngLat => [x, y]);
}
