"use client";

import "leaflet/dist/leaflet.css";
import * as L from "leaflet";
import { useLocale, useTranslations } from "next-intl";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { MapContainer, ScaleControl } from "react-leaflet";
import { countText } from "@/lib/i18n/figures";
import { ownName } from "@/lib/i18n/own-name";
import { usePosition, usePositionWords } from "../use-position";
import { boundsOf, fitSnap, MapControls } from "./map-controls";
import { useRaster } from "./raster-context";
import { MapScene, type Under } from "./scene";
import type { CityMapProps, MapPoint } from "./types";
import { useUnderWords } from "./under-words";

const leastZoom = 8;
const deepestZoom = 19;
/** At which one finds oneself among the houses. */
const streetZoom = 17;

/** Lets the keyboard's focus show the cross in the middle, which the Enter key aims with. */
const shell =
  "peer/map absolute inset-0 focus-visible:outline-[3px] focus-visible:-outline-offset-[3px] focus-visible:outline-accent";

/** Leaflet itself: in the browser only, loaded by `CityMap`. */
export function LeafletMap({
  isWide,
  onWide,
  ...props
}: CityMapProps & { isWide: boolean; onWide: (isWide: boolean) => void }) {
  const t = useTranslations("map");
  const locale = useLocale();
  const words = useUnderWords();
  const [map, setMap] = useState<L.Map | null>(null);
  const [hovered, setHovered] = useState<Under | null>(null);
  const [said, setSaid] = useState("");
  const [isBroken, setBroken] = useState(false);
  const [isRasterAway, setRasterAway] = useState(false);
  const raster = useRaster();
  const own = usePosition({
    onFound: ({ lng, lat }) => {
      if (map) showPoint(map, { lng, lat }, streetZoom);
      props.onPin?.({ lng, lat });
    },
  });
  const positionWords = usePositionWords(own);
  const scene = useRef<MapScene | null>(null);
  const latest = useRef(props);
  latest.current = props;
  const say = useRef(words);
  say.current = words;
  const pinLabel = t("pinLabel");

  useEffect(() => {
    if (!map) return;
    const made = new MapScene(map, {
      box: latest.current.box,
      pinLabel,
      countText: (count) => countText(count, locale),
      cellName: (cell) => ownName(locale, cell.name, cell.nameEn),
      onHover: setHovered,
      onChosen: (under) => setSaid(under ? say.current(under) : ""),
      onBroken: setBroken,
      raster,
      isEnglish: locale === "en",
      onRasterAway: setRasterAway,
    });
    scene.current = made;
    map.options.zoomSnap = 1;
    made.set(latest.current);
    // For whoever follows along: pictures and tests know from here that the map can be used.
    map.getContainer().dataset.ready = "yes";
    return () => {
      scene.current = null;
      made.destroy();
    };
  }, [map, locale, pinLabel, raster]);

  // After every change of a property; the scene finds out by itself what has to be drawn anew.
  useEffect(() => scene.current?.set(props));
  useEffect(() => scene.current?.showPosition(own.position), [own.position]);
  useAccessibleContainer(map, props.label, t("keysHint"));
  useKeys(map, scene);
  useView(map, latest);
  useFocus(map, props.focus);
  useSize(map, isWide);

  const { west, south, east, north } = props.box;
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const { view } = props;
  return (
    <>
      <MapContainer
        ref={setMap}
        className={shell}
        {...(view
          ? { center: [view.lat, view.lng] as [number, number], zoom: view.zoom }
          : { bounds: boundsOf(props.box) })}
        maxBounds={[
          [south - (north - south), west - (east - west)],
          [north + (north - south), east + (east - west)],
        ]}
        minZoom={leastZoom}
        maxZoom={deepestZoom}
        zoomSnap={fitSnap}
        zoomControl={false}
        attributionControl={false}
        fadeAnimation={false}
        zoomAnimation={!still}
        inertia={!still}
        bounceAtZoomLimits={false}
      >
        <ScaleControl position="bottomleft" imperial={false} maxWidth={90} />
      </MapContainer>
      <Cross />
      <MapControls map={map} box={props.box} isWide={isWide} onWide={onWide} own={own} onSay={setSaid} />
      {hovered ? <Readout>{words(hovered)}</Readout> : null}
      <Credits
        attribution={
          raster && !isRasterAway
            ? locale === "en"
              ? raster.attributionEn
              : raster.attribution
            : props.attribution
        }
        reviewNumber={props.reviewNumber}
      />
      {isRasterAway ? (
        <div className="absolute inset-x-2 bottom-8 z-[690] mx-auto flex w-fit items-center gap-3 rounded-md border border-line-strong bg-panel px-3 py-1.5 text-sm no-print">
          <span role="status">{t("rasterAway")}</span>
          <button
            type="button"
            className="link min-h-11 md:min-h-0"
            onClick={() => scene.current?.retryRaster()}
          >
            {t("retry")}
          </button>
        </div>
      ) : null}
      {isBroken ? (
        <div className="absolute inset-x-2 top-2 z-[700] mx-auto flex w-fit items-center gap-3 rounded-md border border-danger bg-panel px-3 py-1.5 text-sm no-print">
          <span role="alert">{t("broken")}</span>
          <button type="button" className="link min-h-11 md:min-h-0" onClick={() => scene.current?.retry()}>
            {t("retry")}
          </button>
        </div>
      ) : null}
      <p aria-live="polite" className="sr-only">
        {own.position ? positionWords : null}
      </p>
      <p aria-live="polite" className="sr-only">
        {said}
      </p>
    </>
  );
}

function Cross() {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 32 32"
      className="pointer-events-none absolute left-1/2 top-1/2 z-[650] hidden size-8 -translate-x-1/2 -translate-y-1/2 peer-focus-visible/map:block"
    >
      <path d="M16 2V12M16 20V30M2 16H12M20 16H30" stroke="var(--panel)" strokeWidth="5" fill="none" />
      <path d="M16 2V12M16 20V30M2 16H12M20 16H30" stroke="var(--ink)" strokeWidth="2" fill="none" />
    </svg>
  );
}

/** What lies under the pointer or the cross; the same is said aloud when it is chosen. */
function Readout({ children }: { children: ReactNode }) {
  return (
    <p
      aria-hidden="true"
      className="pointer-events-none absolute left-2 top-2 z-[640] max-w-[calc(100%-72px)] rounded-sm border border-line bg-panel px-2 py-1 text-xs no-print"
    >
      {children}
    </p>
  );
}

function Credits({ attribution, reviewNumber }: Pick<CityMapProps, "attribution" | "reviewNumber">) {
  const t = useTranslations("map");
  const parts = [reviewNumber ? t("reviewNumber", { number: reviewNumber }) : "", attribution ?? ""];
  const text = parts.filter(Boolean).join(" · ");
  if (!text) return null;
  return (
    <p className="pointer-events-none absolute bottom-0 right-0 z-[640] bg-panel px-1.5 py-0.5 text-xs text-muted">
      {text}
    </p>
  );
}

/** Screen readers hand the arrow keys to an application; the hint says what they do. */
function useAccessibleContainer(map: L.Map | null, label: string, hint: string): void {
  useEffect(() => {
    const container = map?.getContainer();
    container?.setAttribute("role", "application");
    container?.setAttribute("aria-label", `${label}. ${hint}`);
  }, [map, label, hint]);
}

/** Enter chooses what lies under the cross in the middle; the cross shows what it is over. */
function useKeys(map: L.Map | null, scene: { current: MapScene | null }): void {
  useEffect(() => {
    if (!map) return;
    const container = map.getContainer();
    const isKeyboard = () => document.activeElement === container && container.matches(":focus-visible");
    const middle = () => map.getSize().divideBy(2);
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Enter" || event.target !== container) return;
      event.preventDefault();
      scene.current?.choose(middle(), 12);
    };
    const onMoved = () => {
      if (isKeyboard()) scene.current?.hover(scene.current.under(middle(), 12));
    };
    const onBlur = () => scene.current?.hover(null);
    container.addEventListener("keydown", onKey);
    container.addEventListener("focus", onMoved);
    container.addEventListener("blur", onBlur);
    map.on("moveend", onMoved);
    return () => {
      container.removeEventListener("keydown", onKey);
      container.removeEventListener("focus", onMoved);
      container.removeEventListener("blur", onBlur);
      map.off("moveend", onMoved);
    };
  }, [map, scene]);
}

function useView(map: L.Map | null, latest: { current: CityMapProps }): void {
  useEffect(() => {
    if (!map) return;
    const onMoved = () => {
      const { lng, lat } = map.getCenter();
      latest.current.onView?.({ lng, lat, zoom: map.getZoom() });
    };
    map.on("moveend", onMoved);
    return () => {
      map.off("moveend", onMoved);
    };
  }, [map, latest]);
}

function useFocus(map: L.Map | null, focus: CityMapProps["focus"]): void {
  const { lng, lat, zoom } = focus ?? {};
  useEffect(() => {
    if (map && lng !== undefined && lat !== undefined) showPoint(map, { lng, lat }, zoom);
  }, [map, lng, lat, zoom]);
}

/** A place may lie far from the box that was shown first: then the map may go as far. */
function showPoint(map: L.Map, { lng, lat }: MapPoint, zoom: number | undefined): void {
  const { maxBounds } = map.options;
  const around = L.latLng(lat, lng).toBounds(2000);
  if (maxBounds) map.setMaxBounds(L.latLngBounds([]).extend(maxBounds).extend(around));
  const isInView = map.getBounds().pad(-0.1).contains([lat, lng]);
  if (zoom !== undefined) map.setView([lat, lng], Math.max(zoom, map.getZoom()));
  else if (!isInView) map.panTo([lat, lng]);
}

/** Panes are pulled wider and the map grows on a phone: Leaflet has to be told, and keeps the middle where it was. */
function useSize(map: L.Map | null, isWide: boolean): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: growing changes the size at once
  useEffect(() => {
    map?.invalidateSize();
  }, [map, isWide]);
  useEffect(() => {
    if (!map) return;
    const seen = new ResizeObserver(() => map.invalidateSize());
    seen.observe(map.getContainer());
    return () => seen.disconnect();
  }, [map]);
}
