"use client";

import { LocateFixed } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { Button } from "@/lib/ui/button";
import { CityMap, type MapBox, type MapView } from "@/lib/ui/map/city-map";
import { Notice } from "@/lib/ui/notice";
import type { AddressWords } from "../_address";
import { addressAction } from "../actions";
import type { Entry } from "./outbox-store";
import { useIsOnline } from "./use-outbox";
import { usePosition } from "./use-position";

type Point = NonNullable<Entry["point"]>;
export type MapFrame = { box: MapBox; attribution: string; reviewNumber: string };

/**
 * Where it is: the device's position or a press on the map. The address of the point is looked up whenever there is
 * a network.
 */
export function PlacePicker({
  frame,
  view,
  isReady,
  point,
  onPoint,
  onAddress,
}: {
  frame: MapFrame;
  view: MapView | undefined;
  /** A draft may bring its own point: until it was read, none is asked of the device. */
  isReady: boolean;
  point: Point | null;
  onPoint: (point: Point) => void;
  onAddress: (address: AddressWords | null) => void;
}) {
  const t = useTranslations("field.report");
  const isOnline = useIsOnline();
  const { position, isBusy, problem, ask } = usePosition({ isWanted: isReady && point === null });
  const [address, setAddress] = useState<AddressWords | null>(null);
  const [focus, setFocus] = useState<{ lng: number; lat: number; zoom?: number } | null>(null);
  const taken = useRef(position);

  useEffect(() => {
    if (!position || taken.current === position) return;
    taken.current = position;
    onPoint(position);
    setFocus({ lng: position.lng, lat: position.lat, zoom: 17 });
  }, [position, onPoint]);

  const { lng, lat } = point ?? {};
  useEffect(() => {
    if (lng === undefined || lat === undefined || !isOnline) {
      setAddress(null);
      onAddress(null);
      return;
    }
    let isOld = false;
    addressAction(lng, lat)
      // Without an answer the place in words is typed, or found when it is sent.
      .catch(() => null)
      .then((found) => {
        if (isOld) return;
        setAddress(found);
        onAddress(found);
      });
    return () => {
      isOld = true;
    };
  }, [lng, lat, isOnline, onAddress]);

  return (
    <div className="grid gap-2">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Button type="button" isPending={isBusy} onClick={ask}>
          <LocateFixed aria-hidden className="size-4" />
          {t("locate")}
        </Button>
        <span role="status" className="text-xs text-muted">
          {isBusy
            ? t("locating")
            : point === null
              ? t(problem ?? "noPoint")
              : point.accuracyMetres === null
                ? t("picked")
                : t("accuracy", { metres: point.accuracyMetres })}
        </span>
      </p>
      {problem && point !== null ? <Notice kind="warning">{t(problem)}</Notice> : null}
      <CityMap
        label={t("pinMap")}
        box={frame.box}
        view={view ?? (point ? { lng: point.lng, lat: point.lat, zoom: 17 } : undefined)}
        attribution={frame.attribution}
        reviewNumber={frame.reviewNumber}
        cells={{ measure: "none" }}
        pin={point}
        onPin={(picked) => onPoint({ ...picked, accuracyMetres: null })}
        focus={focus}
        className="h-56 rounded-md border border-line md:h-80"
      />
      {address?.isInside ? (
        <p className="text-xs text-muted">
          {t("inCell", { community: address.community, cell: address.cell })}
        </p>
      ) : null}
    </div>
  );
}
