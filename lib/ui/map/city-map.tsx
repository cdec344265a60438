"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { classes } from "../classes";
import type { CityMapProps } from "./types";

export type { CellChoice, CityMapProps, MapBox, MapMark, MapPoint, MapView } from "./types";

const LeafletMap = dynamic(() => import("./leaflet-map").then((module) => module.LeafletMap), {
  ssr: false,
  loading: Waiting,
});

/**
 * The city on a map: basemap, cells, tickets, marks and a pin, each as its property says. The frame has its size at
 * once; Leaflet comes after and in the browser only. On a phone it can be made to fill the window.
 */
export function CityMap({ className, ...props }: CityMapProps) {
  const [isWide, setWide] = useState(false);
  useEffect(() => {
    if (!isWide) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.key === "Escape") setWide(false);
    };
    document.addEventListener("keydown", onKey);
    const { overflow } = document.body.style;
    document.body.style.overflow = "hidden";
    return () => {
      document.removeEventListener("keydown", onKey);
      document.body.style.overflow = overflow;
    };
  }, [isWide]);
  return (
    <div
      className={classes(
        "city-map isolate overflow-hidden bg-map-land",
        isWide ? "fixed inset-0 z-[1150]" : classes("relative", className ?? "h-full"),
      )}
    >
      <LeafletMap {...props} isWide={isWide} onWide={setWide} />
    </div>
  );
}

function Waiting() {
  const t = useTranslations("map");
  return (
    <div className="absolute inset-0 grid place-items-center p-4 text-center text-muted">
      <p>{t("loading")}</p>
      <noscript>
        <p>{t("noScript")}</p>
      </noscript>
    </div>
  );
}
