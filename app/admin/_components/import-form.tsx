"use client";

import { FileUp } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { FormAction, FormState } from "@/lib/domain/form-state";
import { ActionForm } from "@/lib/ui/action-form";
import { Button } from "@/lib/ui/button";
import { Field } from "@/lib/ui/field";
import { TextInput } from "@/lib/ui/inputs";
import { Notice } from "@/lib/ui/notice";
import { ImportAnswers } from "./import-answers";
import { readReport } from "./import-report";

const mostBytes = 900_000;

/** One file, its columns said beforehand, and an answer for each of its rows. */
export function ImportForm({
  what,
  action,
  hidden = {},
}: {
  what: "units" | "persons" | "accounts" | "areas" | "areaNames" | "classes" | "calendar" | "settings";
  /** What was read before, where the file is put in place of it. */
  hidden?: Record<string, string | number>;
  action: FormAction;
}) {
  const t = useTranslations("admin.import");
  const [isTooBig, setTooBig] = useState(false);
  return (
    <details className="my-3 rounded-md border border-line bg-panel no-print">
      <summary className="flex min-h-11 md:min-h-9 items-center gap-2 px-3 font-medium">
        <FileUp aria-hidden className="size-4 text-muted" />
        {t(`${what}.title`)}
      </summary>
      <div className="border-t border-line p-3">
        <p className="mb-2 max-w-[60em]">{t(`${what}.how`)}</p>
        <p className="mb-3 max-w-[60em] overflow-x-auto rounded-md bg-sunken px-2 py-1 text-xs">
          {t(`${what}.columns`)}
        </p>
        <ActionForm action={action} hidden={{ ...hidden, what }} className="grid gap-3">
          {(state) => (
            <>
              <Field
                name="file"
                label={t("file")}
                isRequired
                hint={t("fileHint")}
                error={isTooBig ? t("tooBig") : undefined}
              >
                <TextInput
                  type="file"
                  accept={
                    what === "areas" ? ".geojson,.json,application/geo+json" : ".xlsx,.csv,.txt,text/csv"
                  }
                  className="max-w-md py-2 md:py-1"
                  onChange={(event) => setTooBig((event.currentTarget.files?.[0]?.size ?? 0) > mostBytes)}
                />
              </Field>
              <FileFault state={state} />
              <p>
                <Button kind="primary" disabled={isTooBig}>
                  {t("send")}
                </Button>
              </p>
              {state.status === "done" ? <ImportAnswers report={readReport(state.detail)} /> : null}
            </>
          )}
        </ActionForm>
      </div>
    </details>
  );
}

/** Which column, line or count the refusal of the whole file speaks of. */
function FileFault({ state }: { state: FormState }) {
  const t = useTranslations("admin");
  if (state.status !== "refused") return null;
  const { column, line, most } = state.detail;
  if (column)
    return (
      <Notice kind="refused">
        {t("import.missingColumn", { column: t(`field.${String(column)}` as Parameters<typeof t>[0]) })}
      </Notice>
    );
  if (most) return <Notice kind="refused">{t("import.tooMany", { most: Number(most) })}</Notice>;
  if (line) return <Notice kind="refused">{t("import.atLine", { line: Number(line) })}</Notice>;
  return null;
}
