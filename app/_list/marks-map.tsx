"use client";

import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useEffect, useRef, useSyncExternalStore } from "react";
import { CityMap, type MapBox, type MapMark, type MapView } from "@/lib/ui/map/city-map";
import { useStep } from "./in-step";

/** A list's rows on the map; pointing and opening work both ways, and the view is part of the address. */
export function MarksMap({
  label,
  frame,
  view,
  marks,
  selected,
  cells,
  isOnPhone,
}: {
  label: string;
  frame: { box: MapBox; attribution: string; reviewNumber: string };
  view: MapView | undefined;
  marks: readonly MapMark[];
  selected: string | null;
  /** Whether a phone shows it too; where it is hidden, nothing of the map is loaded. */
  isOnPhone: boolean;
  /** Keys of the own cells, drawn strong; the chosen one goes into the address by its code. */
  cells?: { mine: readonly number[]; selected: number | null };
}) {
  const router = useRouter();
  const path = usePathname();
  const search = useSearchParams();
  const { hovered, setHovered } = useStep();
  const seen = useRef<string | null>(null);
  const isWide = useIsWide();

  const withParameter = (name: string, value: string | null) => {
    const next = new URLSearchParams(search);
    if (value === null) next.delete(name);
    else next.set(name, value);
    return `${path}?${next}`;
  };
  // Links of the list do not know where the map has moved since: the address gets it back.
  useEffect(() => {
    if (seen.current === null || search.get("at") === seen.current) return;
    const next = new URLSearchParams(search);
    next.set("at", seen.current);
    window.history.replaceState(null, "", `${path}?${next}`);
  }, [search, path]);
  if (isWide === null || (!isWide && !isOnPhone)) return null;
  return (
    <CityMap
      label={label}
      box={frame.box}
      attribution={frame.attribution}
      reviewNumber={frame.reviewNumber}
      {...(view ? { view } : {})}
      onView={({ lng, lat, zoom }) => {
        seen.current = `${lng.toFixed(5)},${lat.toFixed(5)},${zoom}`;
        window.history.replaceState(null, "", withParameter("at", seen.current));
      }}
      {...(cells
        ? {
            cells: {
              measure: "none" as const,
              mine: cells.mine,
              selected: cells.selected,
              onSelect: (cell) => router.push(withParameter("cell", cell?.code ?? null), { scroll: false }),
            },
          }
        : {})}
      marks={marks}
      selectedMark={selected}
      hoveredMark={hovered}
      onHoverMark={setHovered}
      onMark={(number) => router.push(withParameter("ticket", number), { scroll: false })}
    />
  );
}

const wide = "(width >= 768px)";

/** Null on the server, which cannot know. */
function useIsWide(): boolean | null {
  return useSyncExternalStore<boolean | null>(
    (onChange) => {
      const media = window.matchMedia(wide);
      media.addEventListener("change", onChange);
      return () => media.removeEventListener("change", onChange);
    },
    () => window.matchMedia(wide).matches,
    () => null,
  );
}
