import { useFormatter, useTranslations } from "next-intl";

type Say = ReturnType<typeof useTranslations<"place.distance">>;

/** "80 m", "1.2 km": a distance as one says it, with no more digits than anybody needs. */
export function distanceWords(t: Say, format: ReturnType<typeof useFormatter>, metres: number): string {
  const rounded = metres < 100 ? Math.max(1, Math.round(metres)) : Math.round(metres / 10) * 10;
  if (rounded < 1000) return t("metres", { metres: rounded });
  const maximumFractionDigits = metres < 10_000 ? 1 : 0;
  return t("kilometres", { kilometres: format.number(metres / 1000, { maximumFractionDigits }) });
}

export function useDistanceWords(): (metres: number) => string {
  const t = useTranslations("place.distance");
  const format = useFormatter();
  return (metres) => distanceWords(t, format, metres);
}
