"use client";

import { ChevronDown, MapPin } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import type { ReportArea } from "@/lib/features/places/list-report-areas";
import { ownName } from "@/lib/i18n/own-name";
import { buttonClass } from "@/lib/ui/button-class";
import { Field } from "@/lib/ui/field";
import { useFormAnswer } from "@/lib/ui/form-context";
import { Select } from "@/lib/ui/inputs";
import { CityMap, type MapFrame, type MapPoint } from "@/lib/ui/map/city-map";
import { Notice } from "@/lib/ui/notice";
import { PositionButton } from "@/lib/ui/position-button";
import { usePosition, usePositionWords } from "@/lib/ui/use-position";
import { useDistanceWords } from "../../../_place/distance-words";
import { PlaceSearch } from "../../../_place/place-search";
import { PlaceStatus } from "../../../_place/place-status";
import { PlaceWords } from "../../../_place/place-words";
import type { Place } from "../../../_place/use-place";
import type { Draft } from "./draft";

/** Where it is: pin, own position, the photo's position, a name, or a community from a list; always also in words. */
export function PlaceField({
  place,
  draft,
  onChange,
  photoPlace,
  cityName,
  map,
  areas,
}: {
  place: Place;
  draft: Draft;
  onChange: (part: Partial<Draft>) => void;
  photoPlace: MapPoint | null;
  cityName: string;
  map: MapFrame;
  areas: readonly ReportArea[];
}) {
  const t = useTranslations("report");
  const tPlace = useTranslations("place");
  const distance = useDistanceWords();
  const { point } = draft;
  const own = usePosition({ onFound: place.go });
  const positionWords = usePositionWords(own, "search");
  const answer = useFormAnswer();
  // Without a script the list is the only way left: it opens by itself.
  const lacksPlace = answer.status === "refused" && answer.fields.place === "no_point";

  return (
    <div className="grid gap-4">
      <Field name="place" label={t("place.label")} isGroup isRequired>
        <input type="hidden" name="lng" value={point?.lng ?? ""} readOnly />
        <input type="hidden" name="lat" value={point?.lat ?? ""} readOnly />
        <div className="mb-2 flex flex-wrap gap-2">
          <PositionButton own={own} />
          {photoPlace ? (
            <button
              type="button"
              onClick={() => place.go(photoPlace)}
              title={t("usePhotoPlaceHint")}
              className={buttonClass("secondary")}
            >
              <MapPin aria-hidden className="size-4" />
              {t("usePhotoPlace")}
            </button>
          ) : null}
        </div>
        <p role="status" className="mb-2 text-sm">
          {positionWords ?? (
            <span className="block max-w-[40em] text-muted text-xs">
              {tPlace("mapHint")} {t("place.gpsWhy")}
            </span>
          )}
        </p>
        <CityMap label={tPlace("map")} {...map} {...place.map} className="mb-2 h-72 md:h-96" />
        <PlaceStatus place={place} hasCell={false} />
        {place.metresOutside === null ? null : (
          <Notice kind="warning" role="alert">
            {t("place.outside", { city: cityName, distance: distance(place.metresOutside) })}
          </Notice>
        )}
        <div className="mt-3">
          <PlaceSearch onChoose={place.go} />
        </div>
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

      <PlaceWords
        place={place}
        label={t("place.words")}
        hint={t("place.wordsHint")}
        value={draft.placeWords}
        onChange={(placeWords) => onChange({ placeWords })}
        isRequired
      />
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
