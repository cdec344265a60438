"use client";

import { ChevronDown } from "lucide-react";
import { useTranslations } from "next-intl";
import { useCallback, useEffect, useState } from "react";
import type { ReportableClass } from "@/lib/domain/catalogue/report-class";
import type { FormState } from "@/lib/domain/form-state";
import type { ReportArea } from "@/lib/features/places/list-report-areas";
import { ActionForm } from "@/lib/ui/action-form";
import { Button } from "@/lib/ui/button";
import { buttonClass } from "@/lib/ui/button-class";
import { Field } from "@/lib/ui/field";
import { TextArea, TextInput } from "@/lib/ui/inputs";
import type { MapFrame, MapPoint } from "@/lib/ui/map/city-map";
import { Notice } from "@/lib/ui/notice";
import { PhotoInput } from "@/lib/ui/photo-input";
import type { UploadedPhoto } from "@/lib/ui/send-photo";
import { usePlace } from "../../../_place/use-place";
import { reportAction } from "../actions";
import { ClassField } from "./class-field";
import {
  clearDraft,
  type Draft,
  draftOfValues,
  emptyDraft,
  isEmptyDraft,
  loadDraft,
  saveDraft,
} from "./draft";
import { PlaceField } from "./place-field";
import { Receipt } from "./receipt";

export type ReportSetting = {
  cityName: string;
  map: MapFrame;
  areas: readonly ReportArea[];
  classes: readonly ReportableClass[];
  noticeVersion: string;
  /** Where the report begins, from the address. */
  at: MapPoint | null;
  /** Staff report under their post: no tracking code, no name of a resident. */
  isStaff: boolean;
  deskHref: string | null;
};

export function ReportForm({ setting }: { setting: ReportSetting }) {
  return (
    <ActionForm action={reportAction} onDone={clearDraft} noValidate className="grid gap-6">
      {(state) =>
        state.status === "done" ? (
          <Receipt detail={state.detail} deskHref={setting.deskHref} />
        ) : (
          <ReportFields state={state} setting={setting} />
        )
      }
    </ActionForm>
  );
}

function ReportFields({ state, setting }: { state: FormState; setting: ReportSetting }) {
  const t = useTranslations("report");
  const [draft, setDraft] = useState<Draft>(() =>
    state.status === "refused" ? draftOfValues(state.values) : { ...emptyDraft, point: setting.at },
  );
  // Counts what makes uncontrolled parts anew: a restored draft, an answer of the server.
  const [round, setRound] = useState(0);
  const [isRestored, setRestored] = useState<boolean | null>(null);
  const [isBusy, setBusy] = useState(false);
  const change = useCallback((part: Partial<Draft>) => setDraft((current) => ({ ...current, ...part })), []);
  const keepPhotos = useCallback((photos: UploadedPhoto[]) => change({ photos }), [change]);

  const { at } = setting;
  useEffect(() => {
    const kept = loadDraft();
    // What was typed before this script arrived is newer than what was kept.
    const typed = document.querySelector<HTMLTextAreaElement>("textarea[name=description]")?.value ?? "";
    if (kept && !typed) {
      // Who comes with a place means that one, and the words for it are found anew.
      setDraft(at ? { ...kept, point: at, placeWords: "" } : kept);
      setRound((count) => count + 1);
    } else if (typed) change({ description: typed });
    setRestored(kept !== null && !typed);
  }, [change, at]);
  useEffect(() => {
    if (isRestored !== null) saveDraft(draft);
  }, [draft, isRestored]);

  const discard = () => {
    clearDraft();
    setDraft(emptyDraft);
    setRound((count) => count + 1);
    setRestored(false);
  };
  const place = usePlace({
    point: draft.point,
    words: draft.placeWords,
    onPoint: (point) => change({ point }),
    onWords: (placeWords) => change({ placeWords }),
  });
  const { show } = place;
  useEffect(() => {
    if (at) show(at);
  }, [at, show]);
  const offersKeeping =
    place.metresOutside !== null || (state.status === "refused" && state.code === "outside_city");
  const photoPlace = draft.photos.find(({ position }) => position !== null)?.position ?? null;

  return (
    <>
      <noscript>
        <Notice kind="warning" role="note">
          {t("photosNeedScript")}
        </Notice>
      </noscript>
      {isRestored && !isEmptyDraft(draft) ? (
        <Notice kind="info">
          <div className="flex flex-wrap items-center gap-2">
            <span className="grow">{t("draft.restored")}</span>
            <button type="button" onClick={discard} className={buttonClass("secondary")}>
              {t("draft.discard")}
            </button>
          </div>
        </Notice>
      ) : null}

      <Field name="photos" label={t("photos")} hint={t("photosHint")} isGroup>
        <PhotoInput key={round} initial={draft.photos} onBusyChange={setBusy} onArrivedChange={keepPhotos} />
      </Field>

      <PlaceField
        place={place}
        draft={draft}
        onChange={change}
        photoPlace={photoPlace}
        cityName={setting.cityName}
        map={setting.map}
        areas={setting.areas}
      />

      <Field name="description" label={t("description")} hint={t("descriptionHint")} isRequired>
        <TextArea
          rows={4}
          maxLength={500}
          value={draft.description}
          onChange={(event) => change({ description: event.target.value })}
        />
      </Field>

      {offersKeeping ? null : (
        <ClassField draft={draft} onChange={change} classes={setting.classes} state={state} />
      )}

      {setting.isStaff || offersKeeping ? null : (
        <fieldset className="min-w-0">
          <legend className="mb-2 font-medium text-sm">{t("contact")}</legend>
          <div className="grid gap-3 md:grid-cols-2">
            <Field name="reporterName" label={t("name")}>
              <TextInput maxLength={40} autoComplete="name" />
            </Field>
            <Field name="reporterPhone" label={t("phone")} hint={t("phoneHint")}>
              <TextInput type="tel" inputMode="tel" maxLength={20} autoComplete="tel" />
            </Field>
          </div>
          <details className="group mt-2 rounded-md border border-line bg-panel px-3">
            <summary className="flex min-h-11 items-center text-sm">
              {t("notice.title")}
              <span className="ml-2 text-muted text-xs">
                {t("notice.version", { version: setting.noticeVersion })}
              </span>
              <ChevronDown aria-hidden className="ml-auto size-5 text-muted group-open:rotate-180" />
            </summary>
            <p className="max-w-[40em] pb-3 text-muted text-sm">{t("notice.text")}</p>
          </details>
        </fieldset>
      )}

      <div>
        {offersKeeping ? (
          <Button kind="primary" name="do" value="keep_outside" className="w-full md:w-auto">
            {t("keepOutside")}
          </Button>
        ) : (
          <Button kind="primary" name="do" value="report" disabled={isBusy} className="w-full md:w-auto">
            {t("send")}
          </Button>
        )}
        {offersKeeping ? <p className="mt-1 text-muted text-xs">{t("keepOutsideWhy")}</p> : null}
      </div>
    </>
  );
}
