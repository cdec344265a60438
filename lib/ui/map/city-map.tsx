"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { type RefObject, useEffect, useRef, useState } from "react";
import { classes } from "../classes";
import type { CityMapProps } from "./types";

export type { CellChoice, CityMapProps, MapBox, MapFrame, MapMark, MapPoint, MapView } from "./types";

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
  const frame = useRef<HTMLDivElement>(null);
  usePaperSize(frame);
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
      ref={frame}
      className={classes(
        "city-map isolate overflow-hidden bg-map-land",
        isWide ? "fixed inset-0 z-[1150]" : classes("relative", className ?? "h-full"),
      )}
    >
      <LeafletMap {...props} isWide={isWide} onWide={setWide} />
    </div>
  );
}

/** CSS pixels: the printable width of A4 between margins of 14 mm, and about half of its height. */
const paper = { width: 687, height: 500 };

/** On paper the map is what it was on the screen, made as small as the paper needs. */
function usePaperSize(frame: RefObject<HTMLDivElement | null>): void {
  useEffect(() => {
    const before = () => {
      const element = frame.current;
      if (!element) return;
      const { width, height } = element.getBoundingClientRect();
      element.style.width = `${width}px`;
      element.style.height = `${height}px`;
      element.style.zoom = String(Math.min(1, paper.width / width, paper.height / height));
      element.style.marginInline = "auto";
    };
    const after = () => {
      for (const name of ["width", "height", "zoom", "margin-inline"])
        frame.current?.style.removeProperty(name);
    };
    window.addEventListener("beforeprint", before);
    window.addEventListener("afterprint", after);
    return () => {
      window.removeEventListener("beforeprint", before);
      window.removeEventListener("afterprint", after);
    };
  }, [frame]);
}

function Waiting() {
  const t = useTranslations("map");
  return (
    <div className="absolute inset-0 grid place-items-center p-4 text-center text-muted">
      <p className="noscript:hidden">{t("loading")}</p>
      <noscript>
        <p>{t("noScript")}</p>
      </noscript>
    </div>
  );
}
