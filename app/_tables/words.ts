import "server-only";
import { responsibleKinds } from "@/lib/domain/catalogue/responsible-kinds";
import type { TableColumn, TableRow, TableWords } from "@/lib/features/shared/read-table";
import { type Locale, locales } from "@/lib/i18n/locales";
import { messagesOf } from "@/lib/i18n/messages";

/** How each language calls the codes of a column. */
function wordsOf(words: TableWords, locale: Locale): Readonly<Record<string, string>> {
  const { admin, manage, post } = messagesOf(locale);
  switch (words) {
    case "unitKind":
      return admin.unitKind;
    case "level":
      return admin.level;
    case "limitUnit":
      return admin.limitUnit;
    case "classKind":
      return admin.classes.kind;
    case "urgency":
      return manage.urgency;
    case "post":
      return post;
    case "yesNo":
      return { yes: admin.settings.yes, no: admin.settings.no };
    case "dayKind":
      return { working: admin.calendar.working, holiday: admin.calendar.holiday };
    case "dayBasis":
      return { official: admin.calendar.official, provisional: admin.calendar.provisional };
    case "responsibleKind":
      return Object.fromEntries(
        Object.entries(responsibleKinds).map(([code, { name, nameEn }]) => [
          code,
          locale === "en" ? nameEn : name,
        ]),
      );
    default: {
      const never: never = words;
      return never;
    }
  }
}

const plain = (text: string) => text.normalize("NFKC").trim().toLowerCase();

/** Codes as the reader's language says them; a list keeps its semicolons. */
export function inWords(value: string, words: TableWords | undefined, locale: Locale): string {
  if (!words) return value;
  const known = wordsOf(words, locale);
  return value
    .split(";")
    .map((code) => known[code] ?? code)
    .join(";");
}

/** Words of either language as the codes they stand for; what is no word is left for the verb to judge. */
export function inCodes(value: string, words: TableWords | undefined): string {
  if (!words) return value;
  const codes = new Map<string, string>();
  for (const locale of locales)
    for (const [code, word] of Object.entries(wordsOf(words, locale))) codes.set(plain(word), code);
  const whole = codes.get(plain(value));
  if (whole) return whole;
  return value
    .split(/[;；]/)
    .map((part) => codes.get(plain(part)) ?? part.trim())
    .join(";");
}

export function rowsInCodes(rows: readonly TableRow[], columns: readonly TableColumn[]): TableRow[] {
  return rows.map(({ line, values }) => ({
    line,
    values: Object.fromEntries(
      Object.entries(values).map(([field, value]) => [
        field,
        inCodes(value, columns.find((column) => column.field === field)?.words),
      ]),
    ),
  }));
}

/** The head over a column, as its reader expects it; any of a column's heads is read. */
export function headOf({ heads, field }: TableColumn, locale: Locale): string {
  const head = (locale === "en" ? heads.at(-1) : heads[0]) ?? field;
  return locale === "en" ? `${head.charAt(0).toUpperCase()}${head.slice(1)}` : head;
}
