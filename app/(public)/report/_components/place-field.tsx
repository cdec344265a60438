"use client";

import { ChevronDown, LocateFixed, MapPin } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import type { ReportArea } from "@/lib/features/places/list-report-areas";
import type { NearestAddress } from "@/lib/features/places/nearest-address";
import { ownName } from "@/lib/i18n/own-name";
import { buttonClass } from "@/lib/ui/button-class";
import { Field } from "@/lib/ui/field";
import { useFormAnswer } from "@/lib/ui/form-context";
import { Select, TextInput } from "@/lib/ui/inputs";
import { CityMap, type MapBox } from "@/lib/ui/map/city-map";
import { Notice } from "@/lib/ui/notice";
import { lookAtPlace } from "../actions";
import { distanceText } from "./distance-text";
import type { Draft, Point } from "./draft";
import { PlaceSearch } from "./place-search";
import { useAddressWords } from "./use-address-words";
import { useOwnPosition } from "./use-own-position";

/** Where the city lies, and what must stand beside its map. */
export type CityFrame = { box: MapBox; attribution: string; reviewNumber: string };

/** From here on a finger hits the right house. */
const closeZoom = 16;

type Look = { status: "none" | "looking" | "failed" } | { status: "found"; found: NearestAddress };

/** Where it is: pin, own position, the photo's position, a name, or a community from a list; always also in words. */
export function PlaceField({
  draft,
  onChange,
  photoPlace,
  cityName,
  map,
  areas,
  onOutside,
}: {
  draft: Draft;
  onChange: (part: Partial<Draft>) => void;
  photoPlace: Point | null;
  cityName: string;
  map: CityFrame;
  areas: readonly ReportArea[];
  onOutside: (isOutside: boolean) => void;
}) {
  const t = useTranslations("report");
  const locale = useLocale();
  const wordsOf = useAddressWords();
  const { point, placeWords } = draft;
  const [focus, setFocus] = useState<(Point & { zoom?: number }) | null>(null);
  const [look, setLook] = useState<Look>({ status: "none" });
  const zoom = useRef(0);
  const suggested = useRef("");
  const written = useRef(placeWords);
  written.current = placeWords;

  const goes = useRef(false);
  /** Takes the point and, once it is known to lie in the city, shows it close enough to be put right. */
  const go = (to: Point) => {
    goes.current = true;
    onChange({ point: to });
  };
  const own = useOwnPosition(go);
  const answer = useFormAnswer();
  // Without a script the list is the only way left: it opens by itself.
  const lacksPlace = answer.status === "refused" && answer.fields.place === "no_point";

  const { lng, lat } = point ?? { lng: null, lat: null };
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked anew for a new point, not for new words
  useEffect(() => {
    if (lng === null) {
      setLook({ status: "none" });
      onOutside(false);
      return;
    }
    let isCurrent = true;
    setLook({ status: "looking" });
    void lookAtPlace({ lng, lat })
      .catch(() => null)
      .then((answer) => {
        if (!isCurrent) return;
        // Beyond the border there is nothing to see close by: there the view stays, or only moves.
        const isOutside = answer?.status === "found" && !answer.found.isInside;
        if (goes.current) setFocus(isOutside ? { lng, lat } : { lng, lat, zoom: closeZoom + 1 });
        goes.current = false;
        if (answer?.status !== "found") {
          onOutside(false);
          return setLook({ status: "failed" });
        }
        setLook({ status: "found", found: answer.found });
        onOutside(!answer.found.isInside);
        const words = wordsOf(answer.found);
        // What somebody wrote is theirs; what we suggested follows the pin.
        if (words && (written.current.trim() === "" || written.current === suggested.current)) {
          onChange({ placeWords: words });
          suggested.current = words;
        }
      });
    return () => {
      isCurrent = false;
    };
  }, [lng, lat]);

  const found = look.status === "found" ? look.found : null;
  const words = found ? wordsOf(found) : "";
  const metresOutside = found && !found.isInside ? found.metresOutside : null;

  return (
    <div className="grid gap-4">
      <Field name="place" label={t("place.label")} isGroup isRequired>
        <input type="hidden" name="lng" value={point?.lng ?? ""} readOnly />
        <input type="hidden" name="lat" value={point?.lat ?? ""} readOnly />
        <div className="mb-2 flex flex-wrap gap-2">
          <button
            type="button"
            onClick={own.ask}
            className={buttonClass("secondary")}
            disabled={own.isAsking}
          >
            <LocateFixed aria-hidden className="size-4" />
            {own.isAsking ? t("place.gpsWorking") : t("place.gps")}
          </button>
          {photoPlace ? (
            <button
              type="button"
              onClick={() => go(photoPlace)}
              title={t("usePhotoPlaceHint")}
              className={buttonClass("secondary")}
            >
              <MapPin aria-hidden className="size-4" />
              {t("usePhotoPlace")}
            </button>
          ) : null}
        </div>
        <p role="status" className="mb-2 text-sm">
          {own.words ?? (
            <span className="block max-w-[40em] text-muted text-xs">
              {t("place.hint")} {t("place.gpsWhy")}
            </span>
          )}
        </p>
        <CityMap
          label={t("place.map")}
          {...map}
          pin={point}
          onPin={(to) => (zoom.current < closeZoom ? go(to) : onChange({ point: to }))}
          onView={(view) => {
            zoom.current = view.zoom;
          }}
          focus={focus}
          className="h-72 md:h-96"
        />
        <div role="status" className="mt-2 text-sm empty:hidden">
          {look.status === "looking" ? <p className="text-muted">{t("place.looking")}</p> : null}
          {look.status === "failed" ? <p>{t("place.lookFailed")}</p> : null}
          {found?.isInside ? (
            <p>
              {t("place.chosen", { words: words || placeWords })}
              {found.cell ? (
                <span className="text-muted">
                  {" · "}
                  {t("place.inCommunity", {
                    community: ownName(locale, found.cell.communityName, found.cell.communityNameEn),
                  })}
                </span>
              ) : null}
            </p>
          ) : null}
        </div>
        {found && !found.isInside ? (
          <Notice kind="warning" role="alert" className="mt-2">
            {metresOutside === null
              ? t("place.outsideUnknown", { city: cityName })
              : t("place.outside", { city: cityName, distance: distanceText(t, metresOutside) })}
          </Notice>
        ) : null}
        <PlaceSearch onChoose={go} />
      </Field>

      <details
        className="group rounded-md border border-line bg-panel px-3"
        open={draft.area !== "" || lacksPlace || undefined}
      >
        <summary className="flex min-h-11 items-center text-sm">
          {t("place.byArea")}
          <ChevronDown aria-hidden className="ml-auto size-5 text-muted group-open:rotate-180" />
        </summary>
        <Field name="area" label={t("place.area")} hint={t("place.areaHint")} className="pb-3">
          <Select value={draft.area} onChange={(event) => onChange({ area: event.target.value })}>
            <option value="">{t("place.areaNone")}</option>
            <AreaOptions areas={areas} />
          </Select>
        </Field>
      </details>

      <Field name="placeWords" label={t("place.words")} hint={t("place.wordsHint")} isRequired>
        <TextInput
          maxLength={120}
          value={placeWords}
          onChange={(event) => onChange({ placeWords: event.target.value })}
        />
        {words && words !== placeWords && placeWords !== "" ? (
          <button
            type="button"
            onClick={() => {
              suggested.current = words;
              onChange({ placeWords: words });
            }}
            className="link mt-1 flex min-h-11 items-center text-left text-sm md:min-h-8"
          >
            {t("place.useWords", { words })}
          </button>
        ) : null}
      </Field>
    </div>
  );
}

/** Grouped by what they lie in, as people look for them. */
function AreaOptions({ areas }: { areas: readonly ReportArea[] }) {
  const locale = useLocale();
  const groups = new Map<string, ReportArea[]>();
  for (const area of areas) {
    const parent = ownName(locale, area.parentName, area.parentNameEn);
    groups.set(parent, [...(groups.get(parent) ?? []), area]);
  }
  return [...groups].map(([parent, members]) => (
    <optgroup key={parent} label={parent}>
      {members.map((area) => (
        <option key={area.code} value={area.code}>
          {ownName(locale, area.name, area.nameEn)}
        </option>
      ))}
    </optgroup>
  ));
}
