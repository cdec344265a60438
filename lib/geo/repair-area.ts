import Coordinate from "jsts/org/locationtech/jts/geom/Coordinate.js";
import GeometryFactory from "jsts/org/locationtech/jts/geom/GeometryFactory.js";
import PrecisionModel from "jsts/org/locationtech/jts/geom/PrecisionModel.js";
import IsValidOp from "jsts/org/locationtech/jts/operation/valid/IsValidOp.js";
import { toRings } from "./blocks-from-roads";
import { FaceGroups } from "./face-groups";
import { facesOf } from "./faces";
import { type AreaGeometry, areaOf, polygonsOf, positionsOf, type Ring } from "./geojson";
import { latticeOver, toLattice } from "./lattice";
import { nodeLines } from "./node-lines";
import { sideOf } from "./point-in-polygon";
import { pointInside } from "./point-inside";

const factory = new GeometryFactory(new PrecisionModel());

/** No ring crosses itself or another one, holes lie inside, parts do not overlap. */
export function isValidArea(area: AreaGeometry): boolean {
  const ring = (line: Ring) => factory.createLinearRing(line.map(([x, y]) => new Coordinate(x, y)));
  const polygons = polygonsOf(area).map(([shell, ...holes]) =>
    factory.createPolygon(ring(shell ?? []), holes.map(ring)),
  );
  return Boolean(IsValidOp.isValid(factory.createMultiPolygon(polygons)));
}

/**
 * The same area without crossings: its lines are noded and what lay inside (by the even-odd rule of each
 * polygon) is put together anew. Null when nothing with a surface is left.
 */
export function repairArea(area: AreaGeometry): AreaGeometry | null {
  if (isValidArea(area)) return area;
  const lattice = latticeOver(positionsOf(area));
  const lines = polygonsOf(area)
    .flat()
    .map((ring) => ring.map((point) => toLattice(lattice, point)));
  const faces = facesOf(nodeLines(lines)).filter((face) => {
    const inside = pointInside({ type: "Polygon", coordinates: toRings(lattice, face) });
    return sideOf(inside, area) === "inside";
  });
  if (faces.length === 0) return null;
  const groups = new FaceGroups(lattice, faces, () => true);
  for (const id of groups.ids()) {
    if (!groups.has(id)) continue;
    for (let next = groups.closestNeighbour(id); next !== undefined; next = groups.closestNeighbour(id)) {
      groups.join(id, next);
    }
  }
  return areaOf(groups.ids().map((id) => toRings(lattice, groups.outline(id))));
}
