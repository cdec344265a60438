"use client";

import { useFormatter, useLocale, useTranslations } from "next-intl";
import type { Locale } from "@/lib/i18n/locales";
import { ownName } from "@/lib/i18n/own-name";
import { Notice } from "@/lib/ui/notice";
import type { FormChoices } from "./form-choices";

/** Which unit the rules name, by which rule and why; and when the territory must not wait for one. */
export function SuggestionNote({ suggestion }: { suggestion: FormChoices["suggestion"] }) {
  const t = useTranslations("ticket");
  const format = useFormatter();
  const locale = useLocale() as Locale;
  if (!suggestion) return null;
  const { decided, territoryActs, isDanger, returnedBy } = suggestion;
  const between = locale === "en" ? "; " : "；";
  return (
    <Notice kind={decided ? "info" : "warning"} role="note">
      {decided ? (
        <>
          <p className="font-medium">
            {t("suggestion.unit", { unit: ownName(locale, decided.unit.name, decided.unit.nameEn) })}
            {decided.section ? ` · ${ownName(locale, decided.section.name, decided.section.nameEn)}` : null}
            {decided.personName ? ` · ${decided.personName}` : null}
          </p>
          <p className="text-xs">
            {t("suggestion.because", {
              reasons: decided.because
                .map((one) => t(one.kind === "area" ? `because.area_${one.level}` : `because.${one.kind}`))
                .join(between),
              day: format.dateTime(new Date(`${decided.validFrom}T00:00:00Z`), "day"),
            })}
          </p>
        </>
      ) : (
        <p className="font-medium">{t("suggestion.none")}</p>
      )}
      {territoryActs ? (
        <p className="text-xs">{t(isDanger ? "suggestion.danger" : "suggestion.territory")}</p>
      ) : null}
      {returnedBy.length > 0 ? (
        <p className="text-xs">
          {t("suggestion.returnedBy", {
            units: returnedBy.map(({ name, nameEn }) => ownName(locale, name, nameEn)).join("、"),
          })}
        </p>
      ) : null}
    </Notice>
  );
}
