import { Megaphone } from "lucide-react";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import type { CallRow } from "@/lib/features/units/list-calls";
import { ownName } from "@/lib/i18n/own-name";

/** Streets that wait for this unit at a place: above the duties, because these are none of them. */
export function Calls({
  calls,
  selected,
  hrefOf,
}: {
  calls: readonly CallRow[];
  selected: string | null;
  hrefOf: (number: string) => string;
}) {
  const t = useTranslations("unit.calls");
  const locale = useLocale();
  if (calls.length === 0) return null;
  return (
    <nav aria-label={t("title")} className="shrink-0 bg-warn-soft px-3 py-1.5 text-sm no-print">
      <h2 className="flex items-center gap-1.5 font-medium">
        <Megaphone aria-hidden className="size-4" />
        {t("title")}
      </h2>
      <ul className="max-h-32 overflow-auto">
        {calls.map((call) => (
          <li key={call.number}>
            <Link
              href={hrefOf(call.number)}
              scroll={false}
              aria-current={call.number === selected ? "true" : undefined}
              className="flex min-h-10 flex-wrap items-center gap-x-2 underline md:min-h-7"
            >
              <span>{ownName(locale, call.className, call.classNameEn)}</span>
              <span>{call.placeWords}</span>
              <span>{ownName(locale, call.communityName, call.communityNameEn)}</span>
              <span className="font-medium">{call.hasArrived ? t("arrived") : t("waiting")}</span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
