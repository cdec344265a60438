"use client";

import { useFormatter, useLocale, useTranslations } from "next-intl";
import type { Locale } from "@/lib/i18n/locales";
import { ownName } from "@/lib/i18n/own-name";
import type { MapPoint } from "@/lib/ui/map/city-map";
import { Notice } from "@/lib/ui/notice";
import { StateBadge } from "@/lib/ui/state-badge";
import { useFormHelp } from "@/lib/ui/use-form-help";
import { deskHref } from "../../_components/desk-href";
import { lookForDuplicates } from "../../actions";

/** What is likely the same problem, told before it is registered twice. The earlier ticket opens beside, nothing typed is lost. */
export function Duplicates({ classId, point }: { classId: string; point: MapPoint | null }) {
  const t = useTranslations("command.new");
  const locale = useLocale() as Locale;
  const format = useFormatter();
  const help = useFormHelp(point && classId !== "" ? { ...point, classId } : null, lookForDuplicates);
  if (help.status !== "found") return null;
  const { found } = help;
  if (found.length === 0) return <p className="text-muted text-xs">{t("noDuplicates")}</p>;
  return (
    <Notice kind="warning">
      <p className="font-medium">{t("duplicates")}</p>
      <ul className="my-1 grid gap-1">
        {found.map((row) => (
          <li key={row.number} className="flex flex-wrap items-center gap-x-3">
            <StateBadge state={row.state} />
            <a
              href={deskHref({}, { view: "all", ticket: row.number })}
              target="_blank"
              rel="noreferrer"
              className="link inline-flex min-h-11 items-center md:min-h-6"
            >
              {row.number}
            </a>
            <span>
              {t("duplicate", {
                className: ownName(locale, row.className, row.classNameEn),
                place: row.placeWords,
                metres: row.metres,
                at: format.dateTime(row.reportedAt, "shortMinute"),
              })}
            </span>
          </li>
        ))}
      </ul>
      <p className="text-xs">{t("duplicatesHint")}</p>
    </Notice>
  );
}
