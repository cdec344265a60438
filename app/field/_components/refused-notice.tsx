"use client";

import { useTranslations } from "next-intl";
import { Notice } from "@/lib/ui/notice";
import { photoLimits } from "@/lib/ui/photo-limits";
import { useDistanceWords } from "../../_place/distance-words";
import type { Entry } from "./outbox-store";

/** Why a kept report was not accepted, in the words of the form it will be changed in. */
export function RefusedNotice({ entry, isEditing = false }: { entry: Entry; isEditing?: boolean }) {
  const t = useTranslations();
  const distance = useDistanceWords();
  const { refusal, photoProblem } = entry;
  const { megabytes, megapixels } = photoLimits;
  return (
    <Notice kind="refused" className="mb-3">
      {isEditing ? <p>{t("field.report.editing")}</p> : null}
      {photoProblem ? (
        <p>
          {t(`ui.photo.problem.${photoProblem.problem}`, { name: photoProblem.name, megabytes, megapixels })}
        </p>
      ) : null}
      {refusal ? (
        <p>
          {refusal.metres === null
            ? t(`refusal.${refusal.code}`)
            : t("field.report.outside", { distance: distance(refusal.metres) })}
        </p>
      ) : null}
    </Notice>
  );
}
