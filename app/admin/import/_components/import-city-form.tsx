"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useRef, useState } from "react";
import { type FormState, idleForm } from "@/lib/domain/form-state";
import { Button } from "@/lib/ui/button";
import { Field } from "@/lib/ui/field";
import { FormStateContext } from "@/lib/ui/form-context";
import { Select, TextInput } from "@/lib/ui/inputs";
import { Notice } from "@/lib/ui/notice";
import { RefusalNotice } from "@/lib/ui/refusal";
import { sendCity } from "./send-city";

/** One file and how to read it. What is sent is shown in percent; what becomes of it stands in the list below. */
export function ImportCityForm({ hasCity, isRunning }: { hasCity: boolean; isRunning: boolean }) {
  const t = useTranslations("cityImport");
  const router = useRouter();
  const [state, setState] = useState<FormState>(idleForm);
  const [percent, setPercent] = useState<number | null>(null);
  const sending = useRef<{ abort(): void } | null>(null);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const file = form.get("file");
    if (!(file instanceof File) || file.size === 0) {
      setState(refused("invalid", { file: "required" }));
      return;
    }
    form.delete("file");
    const options = Object.fromEntries([...form].map(([name, value]) => [name, String(value)]));
    setState(idleForm);
    setPercent(0);
    const { answer, abort } = sendCity(file, options, setPercent);
    sending.current = { abort };
    const result = await answer;
    sending.current = null;
    setPercent(null);
    if ("id" in result) router.refresh();
    else setState(refused(result.code, result.fields, result.detail));
  }

  return (
    <FormStateContext value={state}>
      <form
        onSubmit={submit}
        className="my-3 grid gap-3 rounded-md border border-line bg-panel p-3"
        noValidate
      >
        <Field name="file" label={t("file")} hint={t("fileHint")} isRequired>
          <TextInput type="file" accept=".pbf,.zip" className="max-w-md py-2 md:py-1" />
        </Field>
        <div className="grid gap-3 md:grid-cols-2">
          <Field name="attribution" label={t("attribution")} hint={t("attributionHint")}>
            <TextInput maxLength={200} />
          </Field>
          <Field name="countyCode" label={t("countyCode")} hint={t("countyCodeHint")}>
            <TextInput inputMode="numeric" maxLength={6} className="max-w-40" />
          </Field>
        </div>
        <details>
          <summary className="flex min-h-11 items-center text-accent underline underline-offset-3 md:min-h-8">
            {t("more")}
          </summary>
          <div className="grid gap-3 pt-2 md:grid-cols-2">
            <Field name="name" label={t("name")} hint={t("nameHint")}>
              <TextInput maxLength={40} />
            </Field>
            <Field name="nameEn" label={t("nameEn")}>
              <TextInput maxLength={80} />
            </Field>
            <Field name="city" label={t("city")} hint={t("cityHint")}>
              <TextInput maxLength={60} />
            </Field>
            <Field name="levels" label={t("levels")} hint={t("levelsHint")}>
              <TextInput maxLength={80} placeholder="city=5,district=6,street=8,community=10" />
            </Field>
            <Field name="crs" label={t("crs")}>
              <Select defaultValue="wgs84">
                <option value="wgs84">{t("crsWgs84")}</option>
                <option value="gcj02">{t("crsGcj02")}</option>
              </Select>
            </Field>
            <Field name="axes" label={t("axes")}>
              <Select defaultValue="lnglat">
                <option value="lnglat">{t("axesLngLat")}</option>
                <option value="latlng">{t("axesLatLng")}</option>
              </Select>
            </Field>
            <Field name="encoding" label={t("encoding")}>
              <Select defaultValue="utf-8">
                <option value="utf-8">UTF-8</option>
                <option value="gb18030">GBK / GB 18030</option>
              </Select>
            </Field>
            <Field name="mode" label={t("mode")} hint={t("modeHint")}>
              <Select defaultValue="update">
                <option value="update">{t(hasCity ? "modeUpdate" : "modeNew")}</option>
                <option value="replace">{t("modeReplace")}</option>
              </Select>
            </Field>
          </div>
        </details>
        {state.status === "refused" && state.detail.reason === "import_running" ? (
          <Notice kind="refused" role="alert">
            {t("busy", { source: String(state.detail.source) })}
          </Notice>
        ) : (
          <RefusalNotice state={state} />
        )}
        {percent === null ? (
          <p>
            <Button kind="primary" disabled={isRunning}>
              {t(hasCity ? "update" : "start")}
            </Button>
          </p>
        ) : (
          <Notice kind="info">
            <label className="grid gap-1">
              {t("sending", { percent })}
              <progress max={100} value={percent} className="w-full max-w-md" />
            </label>
            <Button type="button" onClick={() => sending.current?.abort()}>
              {t("stopSending")}
            </Button>
          </Notice>
        )}
      </form>
    </FormStateContext>
  );
}

type Refused = Extract<FormState, { status: "refused" }>;
function refused(
  code: Refused["code"],
  fields: Refused["fields"] = {},
  detail: Refused["detail"] = {},
): FormState {
  return { status: "refused", code, fields, detail, values: {} };
}
