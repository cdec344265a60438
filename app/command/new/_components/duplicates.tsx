"use client";

import { useFormatter, useLocale, useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import type { Locale } from "@/lib/i18n/locales";
import { ownName } from "@/lib/i18n/own-name";
import { Notice } from "@/lib/ui/notice";
import { StateBadge } from "@/lib/ui/state-badge";
import { deskHref } from "../../_components/desk-href";
import { lookForDuplicates } from "../../actions";

type Answer = Awaited<ReturnType<typeof lookForDuplicates>>;
type Found = Extract<Answer, { status: "found" }>["found"];
const quietMs = 500;

/** What is likely the same problem, told before it is registered twice. The earlier ticket opens beside, nothing typed is lost. */
export function Duplicates({
  classId,
  point,
}: {
  classId: string;
  point: { lng: number; lat: number } | null;
}) {
  const t = useTranslations("command.new");
  const locale = useLocale() as Locale;
  const format = useFormatter();
  const [found, setFound] = useState<Found | null>(null);
  const { lng, lat } = point ?? { lng: null, lat: null };
  useEffect(() => {
    setFound(null);
    if (lng === null || classId === "") return;
    let isCurrent = true;
    const timer = setTimeout(async () => {
      const answer = await lookForDuplicates({ classId, lng, lat }).catch(() => null);
      if (isCurrent && answer?.status === "found") setFound(answer.found);
    }, quietMs);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [lng, lat, classId]);
  if (!found) return null;
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
