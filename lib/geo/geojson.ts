/** Coordinates are `[lng, lat]` in degrees, WGS-84, everywhere. */
export type LngLat = [number, number];
/** Closed: the last position repeats the first. */
export type Ring = LngLat[];

export type PointGeometry = { type: "Point"; coordinates: LngLat };
export type MultiPointGeometry = { type: "MultiPoint"; coordinates: LngLat[] };
export type LineGeometry = { type: "LineString"; coordinates: LngLat[] };
export type MultiLineGeometry = { type: "MultiLineString"; coordinates: LngLat[][] };
export type PolygonGeometry = { type: "Polygon"; coordinates: Ring[] };
export type MultiPolygonGeometry = { type: "MultiPolygon"; coordinates: Ring[][] };

export type AreaGeometry = PolygonGeometry | MultiPolygonGeometry;
export type AnyLineGeometry = LineGeometry | MultiLineGeometry;
/** Everything of GeoJSON but collections. */
export type PlainGeometry = PointGeometry | MultiPointGeometry | AnyLineGeometry | AreaGeometry;

export function isArea(geometry: PlainGeometry): geometry is AreaGeometry {
  return geometry.type === "Polygon" || geometry.type === "MultiPolygon";
}

/** The polygons of an area, each as its rings: shell first, then holes. */
export function polygonsOf(area: AreaGeometry): Ring[][] {
  return area.type === "Polygon" ? [area.coordinates] : area.coordinates;
}

/** One polygon stays a Polygon; several become a MultiPolygon. */
export function areaOf(polygons: Ring[][]): AreaGeometry {
  const [first] = polygons;
  return polygons.length === 1 && first
    ? { type: "Polygon", coordinates: first }
    : { type: "MultiPolygon", coordinates: polygons };
}

/** The lines of any line geometry, and the rings of an area. */
export function linesOf(geometry: AnyLineGeometry | AreaGeometry): LngLat[][] {
  switch (geometry.type) {
    case "LineString":
      return [geometry.coordinates];
    case "MultiLineString":
    case "Polygon":
      return geometry.coordinates;
    case "MultiPolygon":
      return geometry.coordinates.flat();
  }
}

export function* positionsOf(geometry: PlainGeometry): Generator<LngLat> {
  switch (geometry.type) {
    case "Point":
      yield geometry.coordinates;
      return;
    case "MultiPoint":
      yield* geometry.coordinates;
      return;
    default:
      for (const line of linesOf(geometry)) yield* line;
  }
}
