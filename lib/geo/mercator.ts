import type { LngLat } from "./geojson";

const earthRadiusMetres = 6_378_137;
/** Beyond this latitude web mercator would no longer be a square. */
export const maxMercatorLat = 85.051_128_779_806_6;

/** Web-mercator metres, rounded to whole ones: what the box filter of the database and the tiles use. */
export function toMercator([lng, lat]: LngLat): [mx: number, my: number] {
  const clamped = Math.max(-maxMercatorLat, Math.min(maxMercatorLat, lat));
  const x = (lng * Math.PI * earthRadiusMetres) / 180;
  const y = earthRadiusMetres * Math.log(Math.tan(Math.PI / 4 + (clamped * Math.PI) / 360));
  // Plus zero: never a minus zero, which is not equal to zero everywhere.
  return [Math.round(x) + 0, Math.round(y) + 0];
}

export function fromMercator([mx, my]: [number, number]): LngLat {
  const lng = (mx / earthRadiusMetres) * (180 / Math.PI);
  const lat = (2 * Math.atan(Math.exp(my / earthRadiusMetres)) - Math.PI / 2) * (180 / Math.PI);
  return [lng, lat];
}
