"use client";

import { useTranslations } from "next-intl";
import { Field } from "@/lib/ui/field";
import { TextInput } from "@/lib/ui/inputs";
import { CityMap, type MapFrame, type MapPoint } from "@/lib/ui/map/city-map";
import { Notice } from "@/lib/ui/notice";
import { useDistanceWords } from "../../../_place/distance-words";
import { PlaceSearch } from "../../../_place/place-search";
import { PlaceStatus } from "../../../_place/place-status";
import { PlaceWords } from "../../../_place/place-words";
import type { Place } from "../../../_place/use-place";

export type PlaceDraft = { lng: string; lat: string; words: string };

/** The point as the fields say it; null while they hold no place on earth. */
export function pointOf({ lng, lat }: PlaceDraft): MapPoint | null {
  if (lng.trim() === "" || lat.trim() === "") return null;
  const point = { lng: Number(lng), lat: Number(lat) };
  return Math.abs(point.lng) <= 180 && Math.abs(point.lat) <= 85 ? point : null;
}

/** Where it is: by name, on the map, or by figures; and always in words, which follow the pin until one writes. */
export function PlacePicker({
  place,
  draft,
  onChange,
  map,
}: {
  place: Place;
  draft: PlaceDraft;
  onChange: (part: Partial<PlaceDraft>) => void;
  map: MapFrame;
}) {
  const t = useTranslations("command.new");
  const tPlace = useTranslations("place");
  const distance = useDistanceWords();
  return (
    <div className="grid content-start gap-3">
      <Field name="place" label={t("place")} hint={t("placeHint")} isGroup isRequired>
        <PlaceSearch onChoose={place.go} />
        <CityMap
          label={tPlace("map")}
          {...map}
          {...place.map}
          cells={{ measure: "none" }}
          className="mt-2 h-72 rounded-md border border-line md:h-[420px]"
        />
        <div className="mt-2 grid grid-cols-2 gap-2">
          {(["lng", "lat"] as const).map((name) => (
            <label key={name} htmlFor={`place-${name}`} className="text-xs text-muted">
              <span className="mb-1 block">{t(name)}</span>
              <TextInput
                id={`place-${name}`}
                name={name}
                inputMode="decimal"
                value={draft[name]}
                onChange={(event) => onChange({ [name]: event.currentTarget.value })}
                maxLength={14}
                required={false}
                className="tabular-nums"
              />
            </label>
          ))}
        </div>
      </Field>
      <PlaceStatus place={place} hasCell />
      {place.metresOutside === null ? null : (
        <Notice kind="warning" role="alert">
          {t("outside", { distance: distance(place.metresOutside) })}
        </Notice>
      )}
      <PlaceWords
        place={place}
        label={t("placeWords")}
        hint={t("placeWordsHint")}
        value={draft.words}
        onChange={(words) => onChange({ words })}
        isRequired
      />
    </div>
  );
}
