"use client";

import { ChevronDown } from "lucide-react";
import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/lib/ui/button";
import { buttonClass } from "@/lib/ui/button-class";
import { Field } from "@/lib/ui/field";
import { TextArea } from "@/lib/ui/inputs";
import { PhotoInput } from "@/lib/ui/photo-input";
import { HeldForm } from "./held-form";
import type { Tracked, TrackState } from "./track-state";

/** "Not solved": within the city's days, with what is still wrong. Afterwards the way to a new report. */
export function ReopenForm(props: { state: TrackState; tracked: Tracked; action: (form: FormData) => void }) {
  const t = useTranslations("track.reopen");
  const format = useFormatter();
  const [isBusy, setBusy] = useState(false);
  const { reopenUntil } = props.tracked;
  const isOwnRefusal = props.state.form === "reopen" && props.state.answer.status === "refused";
  if (!reopenUntil) {
    return (
      <section className="no-print">
        <h2 className="font-semibold">{t("title")}</h2>
        <p className="mt-1 mb-2 text-muted">{t("over")}</p>
        <Link href="/report" className={buttonClass("secondary")}>
          {t("reportAgain")}
        </Link>
      </section>
    );
  }
  return (
    <details
      className="group rounded-md border border-line bg-panel px-4 no-print"
      open={isOwnRefusal || undefined}
    >
      <summary className="flex min-h-11 items-center justify-between font-semibold">
        {t("title")}
        <ChevronDown aria-hidden className="size-5 text-muted group-open:rotate-180" />
      </summary>
      <div className="grid gap-3 pb-4">
        <p className="text-muted">{t("why", { until: format.dateTime(new Date(reopenUntil), "minute") })}</p>
        <HeldForm name="reopen" {...props}>
          <Field name="reason" label={t("reason")} hint={t("reasonHint")} isRequired>
            <TextArea maxLength={300} />
          </Field>
          <Field name="photos" label={t("photos")} isGroup>
            <PhotoInput onBusyChange={setBusy} />
          </Field>
          <div>
            <Button disabled={isBusy}>{t("send")}</Button>
          </div>
        </HeldForm>
      </div>
    </details>
  );
}
