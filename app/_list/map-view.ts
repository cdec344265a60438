import type { MapBox, MapView } from "@/lib/ui/map/city-map";

/** `lng,lat,zoom` of the address; nothing when it says something else. */
export function readMapView(text: string | undefined): MapView | undefined {
  const [lng, lat, zoom] = (text ?? "").split(",").map(Number);
  if (lng === undefined || lat === undefined || zoom === undefined) return undefined;
  const isView = Math.abs(lng) <= 180 && Math.abs(lat) <= 85 && zoom >= 1 && zoom <= 22;
  return isView ? { lng, lat, zoom } : undefined;
}

/** The box around boxes `[west, south, east, north]`; nothing around nothing. */
export function boxAround(boxes: readonly (readonly [number, number, number, number])[]): MapBox | null {
  if (boxes.length === 0) return null;
  return {
    west: Math.min(...boxes.map(([west]) => west)),
    south: Math.min(...boxes.map(([, south]) => south)),
    east: Math.max(...boxes.map(([, , east]) => east)),
    north: Math.max(...boxes.map(([, , , north]) => north)),
  };
}

const marginDegrees = 0.003;

/** A little wider than the points, so that what lies around them is seen. */
export function boxAroundPoints(points: readonly { lng: number; lat: number }[]): MapBox | null {
  return boxAround(
    points.map(({ lng, lat }) => [
      lng - marginDegrees,
      lat - marginDegrees,
      lng + marginDegrees,
      lat + marginDegrees,
    ]),
  );
}
