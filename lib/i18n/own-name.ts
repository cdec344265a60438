import type { Locale } from "./locales";

/** The name in the reader's language; Chinese where there is no English one. */
export function ownName(locale: Locale, name: string, nameEn: string | null | undefined): string {
  return locale === "en" && nameEn ? nameEn : name;
}
