"use client";

import { useFormatter, useTranslations } from "next-intl";

/** "320 m", "1.4 km": a distance as one says it. */
export function useDistanceWords(): (metres: number) => string {
  const t = useTranslations("field.distance");
  const format = useFormatter();
  return (metres) => {
    const rounded = metres < 100 ? Math.round(metres) : Math.round(metres / 10) * 10;
    if (rounded < 1000) return t("metres", { metres: rounded });
    const kilometres = format.number(metres / 1000, { maximumFractionDigits: metres < 100_000 ? 1 : 0 });
    return t("kilometres", { kilometres });
  };
}
