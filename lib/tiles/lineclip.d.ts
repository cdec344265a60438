declare module "lineclip" {
  type Position = [number, number];
  /** West, south, east and north, in whatever units the positions have. */
  type Box = [number, number, number, number];
  export function clipPolyline(points: readonly Position[], box: Box): Position[][];
  export function clipPolygon(points: readonly Position[], box: Box): Position[];
}
