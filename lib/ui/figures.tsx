import { useLocale, useTranslations } from "next-intl";
import { countText, rateText } from "@/lib/i18n/figures";
import { classes } from "./classes";

export function Count({ value, className }: { value: number; className?: string }) {
  return <span className={classes("tabular-nums", className)}>{countText(value, useLocale())}</span>;
}

/** A rate always beside its count; nothing to count is "no data", never 0 %. */
export function Rate({ part, whole, className }: { part: number; whole: number; className?: string }) {
  const t = useTranslations("ui");
  const text = rateText(part, whole, useLocale());
  if (!text) return <span className={classes("text-muted", className)}>{t("noData")}</span>;
  return (
    <span className={classes("tabular-nums whitespace-nowrap", className)}>
      {text.rate} <span className="text-muted">· {text.of}</span>
    </span>
  );
}
