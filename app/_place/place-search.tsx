"use client";

import { Search } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import type { FoundPlace } from "@/lib/features/shared/search-places";
import { ownName } from "@/lib/i18n/own-name";
import { Button } from "@/lib/ui/button";
import { TextInput } from "@/lib/ui/inputs";
import type { MapPoint } from "@/lib/ui/map/city-map";
import { searchPlaces } from "./actions";

type Found = { words: string; places: FoundPlace[] };

/** A street or place by its name, for whoever would rather type than look for it. Not a form: it stands inside one. */
export function PlaceSearch({ onChoose }: { onChoose: (point: MapPoint) => void }) {
  const t = useTranslations("place");
  const locale = useLocale();
  const [words, setWords] = useState("");
  const [isFinding, setFinding] = useState(false);
  const [found, setFound] = useState<Found | null>(null);

  const find = async () => {
    const said = words.trim();
    if (said === "" || isFinding) return;
    setFinding(true);
    const answer = await searchPlaces(said).catch(() => null);
    setFinding(false);
    setFound({ words: said, places: answer?.status === "found" ? answer.found : [] });
  };

  return (
    <search className="block">
      <div className="flex gap-2">
        <TextInput
          // No name, so that it is not sent; what is wrong with the place is told here, where one can type.
          id="place-search"
          name=""
          type="search"
          value={words}
          maxLength={60}
          required={false}
          aria-label={t("search.label")}
          placeholder={t("search.example")}
          onChange={(event) => setWords(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
            // Enter searches; it must not send the form.
            event.preventDefault();
            void find();
          }}
        />
        <Button type="button" onClick={find} isPending={isFinding} className="shrink-0">
          <Search aria-hidden className="size-4" />
          {t("search.find")}
        </Button>
      </div>
      <p role="status" className="mt-1 text-sm empty:hidden">
        {found === null
          ? null
          : found.places.length === 0
            ? t("search.none", { words: found.words })
            : t("search.found", { count: found.places.length })}
      </p>
      {found && found.places.length > 0 ? (
        <ul className="mt-1 grid gap-1">
          {found.places.map((place) => (
            <li key={`${place.kind} ${place.name}`}>
              <button
                type="button"
                onClick={() => {
                  onChoose({ lng: place.point[0], lat: place.point[1] });
                  setFound(null);
                }}
                className="flex min-h-11 w-full items-center gap-2 rounded-md border border-line bg-panel px-3 text-left hover:bg-sunken md:min-h-9"
              >
                <span className="grow">{ownName(locale, place.name, place.nameEn)}</span>
                <span className="text-muted text-xs">{t(`kind.${place.kind}`)}</span>
              </button>
            </li>
          ))}
        </ul>
      ) : null}
    </search>
  );
}
