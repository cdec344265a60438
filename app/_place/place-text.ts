import type { MapPoint } from "@/lib/ui/map/city-map";

/** A place as it stands in an address: `31.16823,120.15511`, latitude first, as people and their telephones write it. */
export function placeText({ lng, lat }: MapPoint): string {
  return `${lat.toFixed(5)},${lng.toFixed(5)}`;
}

/** Nothing when the address says something else. */
export function readPlace(text: string | undefined): MapPoint | null {
  const parts = /^(-?\d{1,2}(?:\.\d{1,12})?),(-?\d{1,3}(?:\.\d{1,12})?)$/.exec(text ?? "");
  if (!parts) return null;
  const [lat, lng] = [Number(parts[1]), Number(parts[2])];
  return Math.abs(lat) <= 85 && Math.abs(lng) <= 180 ? { lng, lat } : null;
}
