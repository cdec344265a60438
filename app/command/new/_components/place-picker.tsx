"use client";

import { Search } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import type { NearestAddress } from "@/lib/features/places/nearest-address";
import type { FoundPlace } from "@/lib/features/shared/search-places";
import type { Locale } from "@/lib/i18n/locales";
import { ownName } from "@/lib/i18n/own-name";
import { buttonClass } from "@/lib/ui/button-class";
import { Field } from "@/lib/ui/field";
import { TextInput } from "@/lib/ui/inputs";
import { CityMap, type MapBox } from "@/lib/ui/map/city-map";
import { Notice } from "@/lib/ui/notice";
import { lookAtPlace, searchPlaces } from "../../actions";

export type PlaceDraft = { lng: string; lat: string; words: string };
export type CityFrame = { box: MapBox; attribution: string; reviewNumber: string };
type Point = { lng: number; lat: number };

/** From here on a press hits the right house; before, the map goes closer first. */
const closeZoom = 16;
const quietMs = 500;

/** The point as the fields say it; null while they hold no place on earth. */
export function pointOf({ lng, lat }: PlaceDraft): Point | null {
  if (lng.trim() === "" || lat.trim() === "") return null;
  const point = { lng: Number(lng), lat: Number(lat) };
  return Math.abs(point.lng) <= 180 && Math.abs(point.lat) <= 85 ? point : null;
}

const text = (degrees: number) => String(Math.round(degrees * 1e6) / 1e6);

/** Where it is: by name, on the map, or by figures; and always in words, which follow the pin until one writes. */
export function PlacePicker({
  draft,
  onChange,
  onOutside,
  map,
}: {
  draft: PlaceDraft;
  onChange: (part: Partial<PlaceDraft>) => void;
  onOutside: (isOutside: boolean) => void;
  map: CityFrame;
}) {
  const t = useTranslations("command.new");
  const locale = useLocale() as Locale;
  const wordsOf = useAddressWords();
  const point = pointOf(draft);
  const [focus, setFocus] = useState<(Point & { zoom: number }) | null>(null);
  const [found, setFound] = useState<NearestAddress | null>(null);
  const zoom = useRef(0);
  const suggested = useRef("");
  const written = useRef(draft.words);
  written.current = draft.words;

  const go = (to: Point) => {
    onChange({ lng: text(to.lng), lat: text(to.lat) });
    setFocus({ ...to, zoom: closeZoom + 1 });
  };

  const { lng, lat } = point ?? { lng: null, lat: null };
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked anew for a new point, not for new words
  useEffect(() => {
    setFound(null);
    onOutside(false);
    if (lng === null) return;
    let isCurrent = true;
    const timer = setTimeout(async () => {
      const answer = await lookAtPlace({ lng, lat }).catch(() => null);
      if (!isCurrent || answer?.status !== "found") return;
      setFound(answer.found);
      onOutside(!answer.found.isInside);
      const words = wordsOf(answer.found);
      // What somebody wrote is theirs; what we suggested follows the pin.
      if (words && (written.current.trim() === "" || written.current === suggested.current)) {
        suggested.current = words;
        onChange({ words });
      }
    }, quietMs);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [lng, lat]);

  const words = found ? wordsOf(found) : "";
  return (
    <div className="grid content-start gap-3">
      <Field name="place" label={t("place")} hint={t("placeHint")} isGroup isRequired>
        <PlaceSearch onChoose={go} />
        <CityMap
          label={t("placeMap")}
          {...map}
          cells={{ measure: "none" }}
          pin={point}
          onPin={(to) =>
            zoom.current < closeZoom ? go(to) : onChange({ lng: text(to.lng), lat: text(to.lat) })
          }
          onView={(view) => {
            zoom.current = view.zoom;
          }}
          focus={focus}
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
      <div role="status" className="text-sm empty:hidden">
        {found?.cell
          ? t("cell", {
              community: ownName(locale, found.cell.communityName, found.cell.communityNameEn),
              cell: ownName(locale, found.cell.name, found.cell.nameEn),
            })
          : null}
      </div>
      {found && !found.isInside ? (
        <Notice kind="warning" role="alert">
          {t("outside", { metres: found.metresOutside ?? 0 })}
        </Notice>
      ) : null}
      <Field name="placeWords" label={t("placeWords")} hint={t("placeWordsHint")} isRequired>
        <TextInput
          value={draft.words}
          maxLength={120}
          onChange={(event) => onChange({ words: event.currentTarget.value })}
        />
      </Field>
      {words && words !== draft.words ? (
        <button
          type="button"
          onClick={() => {
            suggested.current = words;
            onChange({ words });
          }}
          className="link -mt-2 flex min-h-11 items-center text-left text-sm md:min-h-8"
        >
          {t("useAddress", { words })}
        </button>
      ) : null}
    </div>
  );
}

/** A road or place by its name. Not a form: it stands inside one. */
function PlaceSearch({ onChoose }: { onChoose: (point: Point) => void }) {
  const t = useTranslations("command.new");
  const locale = useLocale() as Locale;
  const [typed, setTyped] = useState("");
  const [places, setPlaces] = useState<FoundPlace[] | null>(null);
  const find = async () => {
    if (typed.trim() === "") return;
    const answer = await searchPlaces(typed.trim()).catch(() => null);
    setPlaces(answer?.status === "found" ? answer.found : []);
  };
  return (
    <search className="block">
      <div className="flex gap-2">
        <TextInput
          id="place-search"
          name=""
          type="search"
          value={typed}
          maxLength={60}
          required={false}
          aria-label={t("placeSearch")}
          placeholder={t("placePlaceholder")}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
            event.preventDefault();
            void find();
          }}
        />
        <button type="button" onClick={find} className={buttonClass()}>
          <Search aria-hidden className="size-4 shrink-0" />
          {t("placeFind")}
        </button>
      </div>
      <p role="status" className="mt-1 text-xs text-muted empty:hidden">
        {places === null ? null : places.length === 0 ? t("placeNone") : t("placeFound")}
      </p>
      {places && places.length > 0 ? (
        <ul className="mt-1 flex flex-wrap gap-1.5">
          {places.map((place) => (
            <li key={`${place.kind} ${place.name}`}>
              <button
                type="button"
                onClick={() => {
                  onChoose({ lng: place.point[0], lat: place.point[1] });
                  setPlaces(null);
                }}
                className="flex min-h-11 items-center gap-1.5 rounded-md border border-line-strong bg-panel px-2.5 hover:bg-sunken md:min-h-8"
              >
                {ownName(locale, place.name, place.nameEn)}
                <span className="text-muted text-xs">{t(`kind.${place.kind}`)}</span>
              </button>
            </li>
          ))}
        </ul>
      ) : null}
    </search>
  );
}

/** The nearest address as one says it; empty where there is none. */
function useAddressWords(): (found: NearestAddress) => string {
  const t = useTranslations("command.new");
  return ({ road, place }) => {
    const at = place
      ? { place: place.name, direction: t(`direction.${place.direction}`), metres: place.metres }
      : null;
    if (road && at) return t("addressBoth", { road: road.name, ...at });
    if (road) return t("addressRoad", { road: road.name });
    return at ? t("addressPlace", at) : "";
  };
}
