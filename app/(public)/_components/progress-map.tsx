"use client";

import { useRouter } from "next/navigation";
import { useCallback, useEffect, useRef, useState } from "react";
import { hrefWith } from "@/lib/ui/address";
import type { CellMeasure } from "@/lib/ui/map/cell-scale";
import { CityMap, type CityMapProps, type MapView } from "@/lib/ui/map/city-map";
import { viewText } from "./view-text";

type Chosen = { key: number; lng: number; lat: number };

/** The map of the public page: what is chosen on it goes into the address, and the page answers with the figures. */
export function ProgressMap({
  measure,
  breaks,
  chosen,
  ...props
}: Pick<CityMapProps, "label" | "box" | "view" | "attribution" | "reviewNumber"> & {
  measure: CellMeasure;
  breaks: readonly number[];
  chosen: Chosen | null;
}) {
  const router = useRouter();
  const view = useRef<MapView | null>(null);
  // At once, before the page has answered.
  const [picked, setPicked] = useState<number | null>(chosen?.key ?? null);
  useEffect(() => setPicked(chosen?.key ?? null), [chosen?.key]);

  const keepView = useCallback(() => {
    if (!view.current) return;
    const at = viewText(view.current);
    const params = new URLSearchParams(window.location.search);
    if (params.get("at") === at) return;
    params.set("at", at);
    // With its own state the router leaves the entry alone: a new one would call off a navigation on its way.
    const { history, location } = window;
    history.replaceState(history.state, "", `${location.pathname}?${params}${location.hash}`);
  }, []);
  // After every answer of the page: its links do not know where the map was moved since.
  useEffect(keepView);

  return (
    <CityMap
      {...props}
      onView={(moved) => {
        view.current = moved;
        keepView();
      }}
      cells={{
        measure,
        breaks,
        selected: picked,
        onSelect: (cell) => {
          setPicked(cell?.key ?? null);
          const now = Object.fromEntries(new URLSearchParams(window.location.search));
          const change = { cell: cell?.code, area: undefined, q: undefined, page: undefined };
          router.push(hrefWith("/", now, change), { scroll: false });
        },
      }}
      focus={chosen}
    />
  );
}
