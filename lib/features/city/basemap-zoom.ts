import "server-only";
import { areaM2 } from "@/lib/geo/area";
import { isArea } from "@/lib/geo/geojson";
import type { CityFeature, LayerName } from "./city-layers";

const roadZoom: Record<string, number> = {
  trunk: 10,
  primary: 11,
  secondary: 12,
  tertiary: 13,
  residential: 14,
  unclassified: 14,
  living_street: 15,
  service: 15,
};
const lateRoadKinds: Record<string, number> = { rail: 13, ferry: 14, path: 16 };
const earlyPois: Record<string, number> = {
  station: 13,
  train_station: 13,
  hospital: 14,
  university: 14,
  park: 14,
  school: 15,
  marketplace: 15,
  government: 15,
  library: 15,
  museum: 15,
};
/** Street furniture: shown at the nearest zooms only. */
const latePois = new Set(["traffic_signals", "gate", "post_box", "atm", "tree", "platform", "information"]);

/** From which zoom a feature is worth its bytes in a tile. */
export function minZoomOf(layer: LayerName, feature: CityFeature): number {
  switch (layer) {
    case "roads": {
      const byDetail = roadZoom[(feature.detail ?? "").replace("_link", "")];
      return lateRoadKinds[feature.kind] ?? byDetail ?? (feature.kind === "major_road" ? 12 : 15);
    }
    case "buildings":
      return feature.kind === "building" ? 14 : 16;
    case "water":
    case "landuse":
      return zoomBySize(feature);
    case "pois":
      return earlyPois[feature.kind] ?? (latePois.has(feature.kind) ? 18 : 16);
  }
}

function zoomBySize({ geometry }: CityFeature): number {
  if (!isArea(geometry)) return 15;
  const size = areaM2(geometry);
  if (size > 200_000) return 10;
  if (size > 20_000) return 12;
  return size > 2_000 ? 13 : 15;
}
