import type { Locale } from "./locales";

/** 1,293 in both languages: Chinese desks write thousands the same way. */
export function countText(count: number, locale: Locale): string {
  return new Intl.NumberFormat(locale, { useGrouping: true, maximumFractionDigits: 0 }).format(count);
}

/** "93.1 %" and "1,204 / 1,293", to be shown together; null when there is nothing to take a rate of. */
export function rateText(part: number, whole: number, locale: Locale): { rate: string; of: string } | null {
  if (!(whole > 0) || !Number.isFinite(part)) return null;
  const percent = new Intl.NumberFormat(locale, {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  }).format((part / whole) * 100);
  return { rate: `${percent} %`, of: `${countText(part, locale)} / ${countText(whole, locale)}` };
}
