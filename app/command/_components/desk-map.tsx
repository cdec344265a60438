"use client";

import { useRouter, useSearchParams } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { type CellChoice, CityMap, type MapBox, type MapMark, type MapView } from "@/lib/ui/map/city-map";
import { deskHref, deskPath, type Params } from "./desk-href";
import { useDeskLive } from "./desk-live";

const wide = "(width >= 768px)";

function onWidth(listen: () => void): () => void {
  const query = matchMedia(wide);
  query.addEventListener("change", listen);
  return () => query.removeEventListener("change", listen);
}

/** The point once the panes have their new widths: a ticket that opens takes room from the map. */
function useSettled(focus: { lng: number; lat: number } | null) {
  const { lng, lat } = focus ?? {};
  const [settled, setSettled] = useState<{ lng: number; lat: number; zoom: number } | null>(null);
  useEffect(() => {
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() =>
        setSettled(lng === undefined || lat === undefined ? null : { lng, lat, zoom: 16 }),
      );
    });
    return () => cancelAnimationFrame(frame);
  }, [lng, lat]);
  return settled;
}

/** The map in step with the list: its rows as marks, its cells as a filter, the open ticket in the middle. */
export function DeskMap({
  box,
  attribution,
  reviewNumber,
  view,
  marks,
  focus,
  ticket,
  cell,
  params,
  isEveryTicketShown,
  isOnPhone,
  stamp,
}: {
  box: MapBox;
  attribution: string;
  reviewNumber: string;
  view: MapView | null;
  marks: readonly MapMark[];
  focus: { lng: number; lat: number } | null;
  ticket: string | null;
  /** Key of the cell the list is narrowed to. */
  cell: number | null;
  params: Params;
  isEveryTicketShown: boolean;
  isOnPhone: boolean;
  /** Changes when tickets changed, so that their tiles are read anew. */
  stamp: string;
}) {
  const t = useTranslations("command");
  const tMap = useTranslations("map");
  const router = useRouter();
  const search = useSearchParams();
  const locale = useLocale();
  const { hovered, setHovered } = useDeskLive();
  const isWide = useSyncExternalStore(
    onWidth,
    () => matchMedia(wide).matches,
    () => null,
  );
  const stands = useRef<string | null>(null);
  const [isTicketLayerOn, setTicketLayer] = useState(isEveryTicketShown);

  // Where the map stands belongs to the address, but moving it must not ask the server.
  const tell = useCallback((query: URLSearchParams) => {
    window.history.replaceState(null, "", `${deskPath}?${query.toString().replaceAll("%2C", ",")}`);
  }, []);
  const onView = useCallback(
    ({ lng, lat, zoom }: MapView) => {
      stands.current = `${lng.toFixed(5)},${lat.toFixed(5)},${Math.round(zoom * 10) / 10}`;
      const query = new URLSearchParams(window.location.search);
      query.set("map", stands.current);
      tell(query);
    },
    [tell],
  );
  useEffect(() => {
    const isThere = search.has("map");
    if (!stands.current || isThere) return;
    const query = new URLSearchParams(search);
    query.set("map", stands.current);
    tell(query);
  }, [search, tell]);

  const open = useCallback(
    (number: string) => router.push(deskHref(params, { ticket: number }), { scroll: false }),
    [router, params],
  );
  const onCell = useCallback(
    (choice: CellChoice | null) =>
      router.push(deskHref(params, { cell: choice?.code ?? null }), { scroll: false }),
    [router, params],
  );
  const onLayer = (isOn: boolean) => {
    setTicketLayer(isOn);
    router.replace(deskHref(params, { layer: isOn ? "tickets" : null }), { scroll: false });
  };
  const focusPoint = useSettled(focus);
  const cells = useMemo(
    () => ({ measure: "none" as const, selected: cell, onSelect: onCell }),
    [cell, onCell],
  );
  const layer = useMemo(
    () => ({ show: "open" as const, selected: ticket, onSelect: open, stamp }),
    [ticket, open, stamp],
  );
  const isShown = isWide === true || (isWide === false && isOnPhone);
  return (
    <section aria-label={t("map")} className="relative isolate h-full min-h-40 bg-sunken">
      {isShown ? (
        <>
          <CityMap
            key={locale}
            label={t("map")}
            box={box}
            attribution={attribution}
            reviewNumber={reviewNumber}
            view={view ?? undefined}
            onView={onView}
            cells={cells}
            tickets={isTicketLayerOn ? layer : undefined}
            marks={marks}
            selectedMark={ticket}
            onMark={open}
            hoveredMark={hovered}
            onHoverMark={setHovered}
            focus={focusPoint}
          />
          <label className="absolute bottom-9 left-2 z-[660] flex min-h-11 items-center gap-1.5 rounded-md border border-line bg-panel px-2 text-xs md:min-h-8">
            <input
              type="checkbox"
              checked={isTicketLayerOn}
              onChange={(event) => onLayer(event.currentTarget.checked)}
              className="size-5 md:size-4"
            />
            {t("everyTicket")}
          </label>
        </>
      ) : (
        <div className="grid h-full place-content-center p-4 text-center text-muted text-xs">
          <p>{t("mapLoading")}</p>
          <noscript>
            <p>{tMap("noScript")}</p>
          </noscript>
        </div>
      )}
    </section>
  );
}
