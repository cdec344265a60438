"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useCallback, useState } from "react";
import type { FormAction, FormState } from "@/lib/domain/form-state";
import type { ClassChoice } from "@/lib/features/desk/list-class-choices";
import { ActionForm } from "@/lib/ui/action-form";
import { Button } from "@/lib/ui/button";
import { buttonClass } from "@/lib/ui/button-class";
import { Field } from "@/lib/ui/field";
import { TextArea, TextInput } from "@/lib/ui/inputs";
import type { MapFrame } from "@/lib/ui/map/city-map";
import { Notice } from "@/lib/ui/notice";
import { PhotoInput } from "@/lib/ui/photo-input";
import { useDistanceWords } from "../../../_place/distance-words";
import { usePlace } from "../../../_place/use-place";
import { deskHref } from "../../_components/desk-href";
import { ClassPicker } from "./class-picker";
import { Duplicates } from "./duplicates";
import { type PlaceDraft, PlacePicker, pointOf } from "./place-picker";

/** A tenth of a metre: nobody points finer. */
const text = (degrees: number) => String(Math.round(degrees * 1e6) / 1e6);
const blank: PlaceDraft = { lng: "", lat: "", words: "" };

/** What happened, by whom it was told, where it is: left the words, right the place. */
export function NewTicketForm({
  action,
  classes,
  map,
}: {
  action: FormAction;
  classes: readonly ClassChoice[];
  map: MapFrame;
}) {
  const t = useTranslations("command.new");
  const [description, setDescription] = useState("");
  const [classId, setClassId] = useState("");
  const [draft, setDraft] = useState<PlaceDraft>(blank);
  const [isBusy, setBusy] = useState(false);
  const [answers, setAnswers] = useState(0);

  const onDone = useCallback(() => {
    setDescription("");
    setClassId("");
    setDraft(blank);
    setAnswers((count) => count + 1);
    document.getElementById("content")?.scrollTo({ top: 0 });
    window.scrollTo({ top: 0 });
  }, []);
  const onRefused = useCallback(() => setAnswers((count) => count + 1), []);
  const change = (part: Partial<PlaceDraft>) => setDraft((before) => ({ ...before, ...part }));
  const point = pointOf(draft);
  const place = usePlace({
    point,
    words: draft.words,
    onPoint: ({ lng, lat }) => change({ lng: text(lng), lat: text(lat) }),
    onWords: (words) => change({ words }),
  });
  const isOutside = place.metresOutside !== null;

  return (
    <ActionForm action={action} onDone={onDone} onRefused={onRefused} className="grid gap-4">
      {(state) => (
        <>
          <Done state={state} />
          <div className="grid gap-6 md:grid-cols-2">
            <div className="grid content-start gap-4">
              <Field name="description" label={t("description")} hint={t("descriptionHint")} isRequired>
                <TextArea
                  rows={4}
                  maxLength={500}
                  value={description}
                  onChange={(event) => setDescription(event.currentTarget.value)}
                />
              </Field>
              <ClassPicker
                classes={classes}
                description={description}
                value={classId}
                onChange={setClassId}
                version={answers}
              />
              <fieldset className="grid gap-3 md:grid-cols-2">
                <legend className="sr-only">{t("reporter")}</legend>
                <Field name="reporterName" label={`${t("reporter")} · ${t("reporterName")}`}>
                  <TextInput maxLength={40} autoComplete="off" />
                </Field>
                <Field name="reporterPhone" label={`${t("reporter")} · ${t("reporterPhone")}`}>
                  <TextInput type="tel" maxLength={20} autoComplete="off" />
                </Field>
                <p className="-mt-1 text-muted text-xs md:col-span-2">{t("reporterHint")}</p>
              </fieldset>
              <Field name="photos" label={t("photos")} isGroup>
                <PhotoInput onBusyChange={setBusy} />
              </Field>
            </div>
            <PlacePicker place={place} draft={draft} onChange={change} map={map} />
          </div>
          <Duplicates classId={classId} point={isOutside ? null : point} />
          <p className="flex flex-wrap items-center gap-3 border-t border-line pt-3">
            <Button kind="primary" disabled={isBusy || isOutside}>
              {t("submit")}
            </Button>
            {isOutside ? (
              <Button name="do" value="keep_outside" disabled={isBusy}>
                {t("keepOutside")}
              </Button>
            ) : null}
            <Link href="/command" className={buttonClass("quiet")}>
              {t("cancel")}
            </Link>
            {isBusy ? <span className="text-muted text-xs">{t("waitPhotos")}</span> : null}
          </p>
        </>
      )}
    </ActionForm>
  );
}

/** What came of the last one, while the form is blank again for the next. */
function Done({ state }: { state: FormState }) {
  const t = useTranslations("command.new");
  const distance = useDistanceWords();
  if (state.status !== "done") return null;
  if (state.detail.isKept)
    return <Notice kind="done">{t("kept", { distance: distance(Number(state.detail.metres)) })}</Notice>;
  const number = String(state.detail.number);
  return (
    <Notice kind="done">
      <span className="flex flex-wrap items-center gap-3">
        {t("done", { number })}
        <Link href={deskHref({}, { view: "all", ticket: number })} className="link">
          {t("openTicket")}
        </Link>
      </span>
    </Notice>
  );
}
