"use client";

import { useTranslations } from "next-intl";
import { CityMap, type MapFrame, type MapView } from "@/lib/ui/map/city-map";
import { PositionButton } from "@/lib/ui/position-button";
import { usePosition, usePositionWords } from "@/lib/ui/use-position";
import { PlaceStatus } from "../../_place/place-status";
import type { Place } from "../../_place/use-place";
import type { Entry } from "./outbox-store";

type Point = NonNullable<Entry["point"]>;

/**
 * Where it is: the device's position or a press on the map. What lies there is looked up whenever there is a network.
 */
export function PlacePicker({
  place,
  frame,
  view,
  isReady,
  point,
  onPosition,
}: {
  place: Place;
  frame: MapFrame;
  view: MapView | undefined;
  /** A draft may bring its own point: until it was read, none is asked of the device. */
  isReady: boolean;
  point: Point | null;
  /** The device's position, in place of the point. */
  onPosition: (point: Point) => void;
}) {
  const t = useTranslations("field.report");
  const tPlace = useTranslations("place");
  const tUi = useTranslations("ui");
  const own = usePosition({
    isWanted: isReady && point === null,
    onFound: (position) => {
      onPosition(position);
      place.show(position);
    },
  });
  const positionWords = usePositionWords(own, "map");
  const pointWords = () => {
    if (point === null) return t("noPoint");
    if (point.accuracyMetres === null) return t("picked");
    return `${tUi("position.found", { metres: point.accuracyMetres })} ${tPlace("mapHint")}`;
  };
  return (
    <div className="grid gap-2">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <PositionButton own={own} />
        <span role="status" className="text-xs text-muted">
          {own.isBusy || own.problem ? positionWords : pointWords()}
        </span>
      </p>
      <CityMap
        label={tPlace("map")}
        {...frame}
        view={view ?? (point ? { lng: point.lng, lat: point.lat, zoom: 17 } : undefined)}
        cells={{ measure: "none" }}
        {...place.map}
        className="h-56 rounded-md border border-line md:h-80"
      />
      <PlaceStatus place={place} hasCell />
    </div>
  );
}
