import type { MapView } from "@/lib/ui/map/city-map";

/** `lng,lat,zoom` of the address; nothing when it says something else. */
export function readMapView(text: string | undefined): MapView | undefined {
  const [lng, lat, zoom] = (text ?? "").split(",").map(Number);
  if (lng === undefined || lat === undefined || zoom === undefined) return undefined;
  const isView = Math.abs(lng) <= 180 && Math.abs(lat) <= 85 && zoom >= 1 && zoom <= 22;
  return isView ? { lng, lat, zoom } : undefined;
}
