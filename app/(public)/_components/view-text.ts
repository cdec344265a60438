import type { MapView } from "@/lib/ui/map/city-map";

/** A view of the map as it stands in an address: `15_31.16823_120.15511`, zoom, latitude, longitude. */
export function viewText({ zoom, lat, lng }: MapView): string {
  return `${zoom}_${lat.toFixed(5)}_${lng.toFixed(5)}`;
}

export function readView(text: string | undefined): MapView | undefined {
  const [zoom, lat, lng] = (text ?? "").split("_").map(Number);
  if (zoom === undefined || lat === undefined || lng === undefined) return undefined;
  const isView =
    Number.isInteger(zoom * 4) && zoom >= 8 && zoom <= 19 && Math.abs(lat) <= 85 && Math.abs(lng) <= 180;
  return isView ? { zoom, lat, lng } : undefined;
}
