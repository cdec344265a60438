import type { getFormatter, getTranslations } from "next-intl/server";
import { ticketStates } from "@/lib/domain/states";
import type { DeskFilters } from "@/lib/features/desk/load-desk-filters";
import type { Locale } from "@/lib/i18n/locales";
import { ownName } from "@/lib/i18n/own-name";
import { type Change, deskHref, type Params } from "./desk-href";

type Words = Awaited<ReturnType<typeof getTranslations<never>>>;
type Format = Awaited<ReturnType<typeof getFormatter>>;

/** Each filter in force in the reader's words, with the address that takes it away. */
export function filterChips(
  params: Params,
  filters: DeskFilters,
  locale: Locale,
  t: Words,
  format: Format,
): { key: string; words: string; href: string }[] {
  const chips: { key: string; words: string; href: string }[] = [];
  const add = (key: string, words: string, change: Change) =>
    chips.push({ key, words, href: deskHref(params, change) });
  const first = (name: string) => params[name]?.[0];
  const named = (rows: readonly { code: string; name: string; nameEn: string }[], code: string) => {
    const row = rows.find((each) => each.code === code);
    return row ? ownName(locale, row.name, row.nameEn) : code;
  };
  const day = (text: string) => format.dateTime(new Date(`${text}T12:00:00Z`), "day");

  const q = first("q");
  if (q) add("q", t("command.filterWords.q", { words: q }), { q: null });
  const states = params.states ?? [];
  for (const state of ticketStates.filter((each) => states.includes(each)))
    add(`state-${state}`, t(`state.${state}`), {
      states: states.filter((each) => each !== state),
    });
  const major = first("major");
  if (major) add("major", named(filters.majors, major), { major: null });
  const area = first("area");
  if (area) add("area", named(filters.areas, area), { area: null });
  const cell = first("cell");
  if (cell)
    add("cell", t("command.filterWords.cell", { cell: named(filters.cell ? [filters.cell] : [], cell) }), {
      cell: null,
    });
  const unit = first("unit");
  if (unit) add("unit", named(filters.units, unit), { unit: null });
  for (const flag of ["overdue", "suspended", "supervised", "disputed"] as const)
    if (first(flag)) add(flag, t(`command.filter.${flag}`), { [flag]: null });
  const from = first("from");
  if (from) add("from", t("command.filterWords.from", { day: day(from) }), { from: null });
  const to = first("to");
  if (to) add("to", t("command.filterWords.to", { day: day(to) }), { to: null });
  return chips;
}
