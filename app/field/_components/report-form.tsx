"use client";

import { Send } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useMemo, useState } from "react";
import type { ReportClass } from "@/lib/features/field/list-report-classes";
import { Button } from "@/lib/ui/button";
import { Field } from "@/lib/ui/field";
import { Checkbox, TextArea } from "@/lib/ui/inputs";
import type { MapFrame, MapView } from "@/lib/ui/map/city-map";
import { Notice } from "@/lib/ui/notice";
import { PlaceWords } from "../../_place/place-words";
import { usePlace } from "../../_place/use-place";
import { ClassPicker } from "./class-picker";
import { KeptPhotos } from "./kept-photos";
import { photosOf, sendWaiting } from "./outbox";
import type { KeptBatch, KeptPhoto } from "./outbox-store";
import { OutsideOffer } from "./outside-offer";
import { Phrases } from "./phrases";
import { PlacePicker } from "./place-picker";
import { recentClasses, rememberClass } from "./recent-classes";
import { RefusedNotice } from "./refused-notice";
import { useEntry } from "./use-entry";
import { useIsOnline } from "./use-outbox";

type Missing = "point" | "class" | "before" | "after" | "result" | "outside";

/**
 * A report in two thumbs: photo, place, class, send. Everything typed is kept on the device; sending goes through
 * the outbox, with or without network.
 */
export function ReportForm({
  owner,
  frame,
  view,
  classes,
  frequent,
  maySelfHandle,
}: {
  owner: string;
  frame: MapFrame;
  view: MapView | undefined;
  classes: readonly ReportClass[];
  /** Ids, most frequent first. */
  frequent: readonly string[];
  maySelfHandle: boolean;
}) {
  const t = useTranslations("field.report");
  const { entry, change, hand, discard } = useEntry(owner);
  const [missing, setMissing] = useState<Missing[]>([]);
  const [recent, setRecent] = useState<string[]>([]);
  useEffect(() => setRecent(recentClasses()), []);

  const isSolved = entry?.isSolved ?? false;
  const preferred = useMemo(() => [...recent, ...frequent], [recent, frequent]);
  const choices = useMemo(
    () => (isSolved ? classes.filter(({ isSelfHandleable }) => isSelfHandleable) : classes),
    [isSolved, classes],
  );
  const place = usePlace({
    point: entry?.point ?? null,
    // Words that were suggested, perhaps before the page was left, make room for others.
    words: entry?.isPlaceOwn ? entry.placeWords : "",
    onPoint: (point) => change({ point: { ...point, accuracyMetres: null } }),
    onWords: (placeWords) => change({ placeWords, isPlaceOwn: false }),
    isOnline: useIsOnline(),
  });

  const chosen = choices.find(({ id }) => id === entry?.classId);
  const lacks = (): Missing[] => {
    if (!entry) return [];
    const found: Missing[] = [];
    if (!entry.point) found.push("point");
    if (place.metresOutside !== null) found.push("outside");
    if (!chosen) found.push("class");
    if (isSolved) {
      if (photosOf(entry, "first").length === 0) found.push("before");
      if (photosOf(entry, "after").length === 0) found.push("after");
      if (entry.result.trim() === "") found.push("result");
    }
    return found;
  };
  const submit = async () => {
    const found = lacks();
    setMissing(found);
    if (!entry || found.length > 0) return;
    if (entry.classId) {
      rememberClass(entry.classId);
      setRecent(recentClasses());
    }
    await hand({ stage: "waiting", at: Date.now(), refusal: null, photoProblem: null });
    window.scrollTo({ top: 0 });
    await sendWaiting();
  };
  const setPhotos = (batch: KeptBatch) => (photos: KeptPhoto[]) => {
    if (!entry) return;
    const others = entry.photos.filter((photo) => !photosOf(entry, batch).includes(photo));
    change({ photos: [...others, ...photos] });
  };
  const isTyped =
    entry !== null && (entry.photos.length > 0 || entry.classId !== null || entry.description !== "");

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
      noValidate
      className="mx-auto w-full max-w-[1200px] px-3 py-3 pb-40 md:px-4 md:pb-8"
    >
      <noscript>
        <Notice kind="warning">{t("noScript")}</Notice>
      </noscript>
      {entry?.stage === "refused" ? <RefusedNotice entry={entry} isEditing /> : null}
      <fieldset
        disabled={entry === null}
        className="grid gap-5 md:grid-cols-2 md:grid-rows-[auto_1fr] md:gap-x-8"
      >
        <legend className="sr-only">{t("title")}</legend>
        <div className="grid content-start gap-5">
          {maySelfHandle ? (
            <Checkbox
              name="isSolved"
              checked={isSolved}
              onChange={(event) => change({ isSolved: event.target.checked })}
              label={
                <>
                  <span className="font-medium">{t("solved")}</span>
                  <span className="block text-xs text-muted">{t("solvedHint")}</span>
                </>
              }
              className="rounded-md border border-line bg-panel px-3 py-1"
            />
          ) : null}
          <Field name="firstPhotos" label={t(isSolved ? "before" : "photos")} isGroup>
            <KeptPhotos
              batch="first"
              photos={photosOf(entry, "first")}
              onChange={setPhotos("first")}
              hint={t("photosHint")}
            />
          </Field>
          {isSolved ? (
            <Field name="afterPhotos" label={t("after")} isGroup>
              <KeptPhotos batch="after" photos={photosOf(entry, "after")} onChange={setPhotos("after")} />
            </Field>
          ) : null}
        </div>
        <div className="grid content-start gap-3 md:col-start-2 md:row-span-2 md:row-start-1">
          <Field name="point" label={t("place")} isGroup>
            <PlacePicker
              place={place}
              frame={frame}
              view={view}
              isReady={entry !== null}
              point={entry?.point ?? null}
              onPosition={(point) => change({ point })}
            />
          </Field>
          {place.metresOutside === null ? null : (
            <OutsideOffer metres={place.metresOutside} entry={entry} onKept={() => void discard()} />
          )}
          <PlaceWords
            place={place}
            label={t("placeWords")}
            hint={t("placeWordsHint")}
            value={entry?.placeWords ?? ""}
            onChange={(placeWords) => change({ placeWords, isPlaceOwn: placeWords.trim() !== "" })}
          />
        </div>
        <div className="grid content-start gap-5">
          <Field name="classId" label={t("class")} isGroup>
            <ClassPicker
              classes={choices}
              preferred={preferred}
              words={entry?.description ?? ""}
              chosen={chosen?.id ?? null}
              onChoose={({ id, name, nameEn }) =>
                change({ classId: id, className: { zh: name, en: nameEn } })
              }
            />
            {isSolved && entry?.classId && !chosen ? (
              <p className="text-danger text-xs">{t("notSelfHandled")}</p>
            ) : null}
          </Field>
          <Field name="description" label={t("description")} hint={t("descriptionHint")}>
            <TextArea
              rows={2}
              maxLength={500}
              value={entry?.description ?? ""}
              onChange={(event) => change({ description: event.target.value })}
            />
            <Phrases
              label={t("phrases")}
              phrases={phrases.map((name) => t(`phrase.${name}`))}
              onPick={(phrase) =>
                change({ description: `${entry?.description ?? ""}${phrase}`.slice(0, 500) })
              }
            />
          </Field>
          {isSolved ? (
            <Field name="result" label={t("result")}>
              <TextArea
                rows={2}
                maxLength={300}
                value={entry?.result ?? ""}
                onChange={(event) => change({ result: event.target.value })}
              />
              <Phrases
                label={t("phrases")}
                phrases={results.map((name) => t(`resultPhrase.${name}`))}
                onPick={(phrase) => change({ result: `${entry?.result ?? ""}${phrase}`.slice(0, 300) })}
              />
            </Field>
          ) : null}
          {missing.length > 0 ? (
            <Notice kind="refused" role="alert">
              {t("missing.title")}
              <ul className="list-disc pl-5">
                {missing.map((name) => (
                  <li key={name}>{t(`missing.${name}`)}</li>
                ))}
              </ul>
            </Notice>
          ) : null}
          <div className="z-[900] flex items-center gap-2 max-md:fixed max-md:inset-x-0 max-md:bottom-[calc(4rem+env(safe-area-inset-bottom))] max-md:border-t max-md:border-line max-md:bg-panel max-md:px-3 max-md:py-2">
            <Button kind="primary" className="grow md:grow-0">
              <Send aria-hidden className="size-4" />
              {t(isSolved ? "sendSolved" : "send")}
            </Button>
            {isTyped ? (
              <Button type="button" kind="quiet" onClick={() => void discard()}>
                {t("discard")}
              </Button>
            ) : null}
          </div>
          {isTyped ? <p className="text-muted text-xs">{t("kept")}</p> : null}
        </div>
      </fieldset>
    </form>
  );
}

const phrases = ["blocks", "smell", "long", "danger", "repeat"] as const;
const results = ["cleared", "moved", "put", "removed"] as const;
