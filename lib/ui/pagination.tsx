import { ChevronLeft, ChevronRight } from "lucide-react";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { countText } from "@/lib/i18n/figures";
import { iconButtonClass } from "./button-class";

/** Links, so that a page of a list has an address. */
export function Pagination({
  page,
  pageSize,
  total,
  hrefOf,
}: {
  /** From 1. */
  page: number;
  pageSize: number;
  total: number;
  hrefOf: (page: number) => string;
}) {
  const t = useTranslations("ui.pagination");
  const locale = useLocale();
  const last = Math.max(1, Math.ceil(total / pageSize));
  if (total === 0) return null;
  const step = (target: number, words: string, icon: typeof ChevronLeft) => {
    const Icon = icon;
    const isPossible = target >= 1 && target <= last;
    return isPossible ? (
      <Link href={hrefOf(target)} aria-label={words} title={words} className={iconButtonClass()}>
        <Icon aria-hidden className="size-5" />
      </Link>
    ) : (
      <span aria-hidden className={iconButtonClass("opacity-40 pointer-events-none")}>
        <Icon className="size-5" />
      </span>
    );
  };
  return (
    <nav aria-label={t("label")} className="flex items-center justify-end gap-1 text-xs text-muted">
      <span className="px-1">
        {t("range", {
          from: countText((page - 1) * pageSize + 1, locale),
          to: countText(Math.min(page * pageSize, total), locale),
          total: countText(total, locale),
        })}
      </span>
      {step(page - 1, t("previous"), ChevronLeft)}
      {step(page + 1, t("next"), ChevronRight)}
    </nav>
  );
}
