"use client";

import type { Map as LeafletInstance } from "leaflet";
import { Crosshair, Maximize2, Minimize2, Minus, Plus, Scan } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ComponentProps, useEffect, useState } from "react";
import { classes } from "../classes";
import { type OwnPosition, usePositionWords } from "../use-position";
import type { MapBox } from "./types";

/** The whole city may stand between two zooms, so that it fills its frame; every other zoom is a whole one. */
export const fitSnap = 0.25;

export function boundsOf({ west, south, east, north }: MapBox): [[number, number], [number, number]] {
  return [
    [south, west],
    [north, east],
  ];
}

export function MapControls({
  map,
  box,
  isWide,
  onWide,
  own,
  onSay,
}: {
  map: LeafletInstance | null;
  box: MapBox;
  isWide: boolean;
  onWide: (isWide: boolean) => void;
  own: OwnPosition;
  onSay: (words: string) => void;
}) {
  const t = useTranslations("map");
  const zoom = useZoom(map);
  const words = usePositionWords(own);
  const whole = () => {
    if (map) {
      map.options.zoomSnap = fitSnap;
      map.fitBounds(boundsOf(box));
      map.options.zoomSnap = 1;
    }
    onSay(t("wholeShown"));
  };

  return (
    <div className="no-print">
      <div className="absolute right-2 top-2 z-[660] grid gap-2">
        <ControlButton
          className="md:hidden"
          label={t(isWide ? "shrink" : "expand")}
          onClick={() => onWide(!isWide)}
        >
          {isWide ? (
            <Minimize2 aria-hidden className="size-5" />
          ) : (
            <Maximize2 aria-hidden className="size-5" />
          )}
        </ControlButton>
        <div className="grid">
          <ControlButton
            className="rounded-b-none"
            label={t("zoomIn")}
            isOff={zoom !== null && zoom >= (map?.getMaxZoom() ?? 19)}
            onClick={() => map?.zoomIn()}
          >
            <Plus aria-hidden className="size-5" />
          </ControlButton>
          <ControlButton
            className="rounded-t-none border-t-0"
            label={t("zoomOut")}
            isOff={zoom !== null && zoom <= (map?.getMinZoom() ?? 0)}
            onClick={() => map?.zoomOut()}
          >
            <Minus aria-hidden className="size-5" />
          </ControlButton>
        </div>
        <ControlButton label={t("whole")} onClick={whole}>
          <Scan aria-hidden className="size-5" />
        </ControlButton>
        <ControlButton
          label={t("locate")}
          isBusy={own.isBusy}
          isPressed={own.position !== null}
          onClick={own.ask}
        >
          <Crosshair aria-hidden className={classes("size-5", own.isBusy && "animate-pulse")} />
        </ControlButton>
      </div>
      {own.problem ? (
        <p
          role="alert"
          className="absolute inset-x-2 bottom-8 z-[660] mx-auto w-fit rounded-md border border-danger bg-panel px-3 py-1.5 text-sm"
        >
          {words}
        </p>
      ) : null}
    </div>
  );
}

function ControlButton({
  label,
  isOff = false,
  isBusy = false,
  isPressed,
  className,
  ...rest
}: ComponentProps<"button"> & { label: string; isOff?: boolean; isBusy?: boolean; isPressed?: boolean }) {
  return (
    <button
      {...rest}
      type="button"
      aria-label={label}
      title={label}
      aria-disabled={isOff || undefined}
      aria-busy={isBusy || undefined}
      aria-pressed={isPressed}
      className={classes(
        "flex size-11 items-center justify-center rounded-md border border-line-strong bg-panel text-ink md:size-8",
        "hover:bg-sunken aria-disabled:text-muted aria-disabled:opacity-60 aria-pressed:text-accent",
        className,
      )}
    />
  );
}

function useZoom(map: LeafletInstance | null): number | null {
  const [zoom, setZoom] = useState<number | null>(null);
  useEffect(() => {
    if (!map) return;
    const read = () => setZoom(map.getZoom());
    read();
    map.on("zoomend", read);
    return () => {
      map.off("zoomend", read);
    };
  }, [map]);
  return zoom;
}
