"use client";

import { Search } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import type { FoundPlace } from "@/lib/features/shared/search-places";
import { ownName } from "@/lib/i18n/own-name";
import { buttonClass } from "@/lib/ui/button-class";
import { TextInput } from "@/lib/ui/inputs";
import { searchPlaces } from "../actions";
import type { Point } from "./draft";

type Found = { words: string; places: FoundPlace[] };

/** A street or place by its name, for whoever would rather type than look for it. Not a form: it stands inside one. */
export function PlaceSearch({ onChoose }: { onChoose: (point: Point) => void }) {
  const t = useTranslations("report.place");
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
    <search className="mt-3 block">
      <div className="flex gap-2">
        <TextInput
          // No name, so that it is not sent; what is wrong with the place is told here, where one can type.
          id="place-search"
          name=""
          type="search"
          value={words}
          maxLength={60}
          required={false}
          aria-label={t("search")}
          placeholder={t("searchHint")}
          onChange={(event) => setWords(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            // Enter searches; it must not send the report.
            event.preventDefault();
            void find();
          }}
        />
        <button
          type="button"
          onClick={find}
          disabled={isFinding}
          className={buttonClass("secondary", "shrink-0")}
        >
          <Search aria-hidden className="size-4" />
          {isFinding ? t("finding") : t("find")}
        </button>
      </div>
      <p role="status" className="mt-1 text-sm empty:hidden">
        {found === null
          ? null
          : found.places.length === 0
            ? t("foundNothing", { words: found.words })
            : t("found", { count: found.places.length })}
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
