import {
  Download,
  Ellipsis,
  Map as MapIcon,
  MapPinOff,
  Plus,
  Printer,
  Search,
  SlidersHorizontal,
  X,
} from "lucide-react";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import type { AreaLevel } from "@/lib/domain/posts";
import { endStates, openStates, type TicketState } from "@/lib/domain/states";
import type { DeskFilters } from "@/lib/features/desk/load-desk-filters";
import type { TicketView } from "@/lib/features/tickets/list-tickets";
import type { Locale } from "@/lib/i18n/locales";
import { ownName } from "@/lib/i18n/own-name";
import { buttonClass, iconButtonClass } from "@/lib/ui/button-class";
import { classes } from "@/lib/ui/classes";
import { Count } from "@/lib/ui/figures";
import { Select, TextInput } from "@/lib/ui/inputs";
import { MenuButton } from "@/lib/ui/menu-button";
import { deskHref, type Params } from "./desk-href";
import { FilterForm } from "./filter-form";
import { MapToggle } from "./map-toggle";

export type Chip = { key: string; words: string; href: string };
export type ViewTab = { view: TicketView; count: number | null };

const indent: Record<AreaLevel, string> = {
  city: "",
  district: "\u3000",
  street: "\u3000\u3000",
  community: "\u3000\u3000\u3000",
};
const flags = ["overdue", "suspended", "supervised", "disputed"] as const;

/** One line over the panes: which list, what it is narrowed by, and what else the desk can do. */
export function DeskToolbar({
  tabs,
  view,
  params,
  filters,
  chips,
  isMapOn,
  isMapOnPhone,
  mayReport,
  exportLimit,
}: {
  tabs: readonly ViewTab[];
  view: TicketView;
  params: Params;
  filters: DeskFilters;
  chips: readonly Chip[];
  isMapOn: boolean;
  isMapOnPhone: boolean;
  mayReport: boolean;
  exportLimit: number;
}) {
  const t = useTranslations("command");
  const list = { ...params, view: [view] };
  return (
    <div className="relative border-b border-line bg-panel no-print">
      <div className="flex flex-wrap items-center gap-x-2 md:flex-nowrap md:px-2">
        <nav
          aria-label={t("views")}
          className="min-w-0 max-md:basis-full md:shrink max-md:border-b max-md:border-line"
        >
          <ul className="relative flex overflow-x-auto">
            {tabs.map((tab) => (
              <li key={tab.view}>
                <Link
                  href={deskHref(params, { view: tab.view, sort: null, order: null, ticket: null })}
                  scroll={false}
                  prefetch={false}
                  aria-current={tab.view === view ? "page" : undefined}
                  title={t(`viewHint.${tab.view}`)}
                  className="flex h-11 items-center gap-1.5 border-b-2 border-transparent px-2.5 whitespace-nowrap text-muted hover:text-ink aria-[current]:border-accent aria-[current]:font-medium aria-[current]:text-ink"
                >
                  {t(`view.${tab.view}`)}
                  {tab.count === null ? null : (
                    <Count
                      value={tab.count}
                      className={classes(
                        "text-xs",
                        tab.view === "overdue" && tab.count > 0 && "text-state-overdue",
                      )}
                    />
                  )}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        <FilterForm className="flex min-w-0 flex-1 items-center justify-end gap-1.5 max-md:gap-1 max-md:py-1.5 max-md:pl-2">
          {["view", "sort", "order", "cell", "map", "layer"].map((name) =>
            (name === "view" ? list.view : (params[name] ?? [])).map((value) => (
              <input key={`${name}-${value}`} type="hidden" name={name} value={value} readOnly />
            )),
          )}
          <search className="flex min-w-0 grow md:max-w-64">
            <TextInput
              id="desk-search"
              key={params.q?.[0] ?? ""}
              name="q"
              type="search"
              defaultValue={params.q?.[0] ?? ""}
              maxLength={60}
              aria-label={t("search")}
              placeholder={t("searchPlaceholder")}
              className="min-w-0"
            />
            <button
              type="submit"
              aria-label={t("find")}
              title={t("find")}
              className={iconButtonClass("max-md:hidden")}
            >
              <Search aria-hidden className="size-4" />
            </button>
          </search>
          <FilterPane params={params} filters={filters} count={chips.length} />
        </FilterForm>
        <div className="flex items-center gap-0.5 max-md:px-1">
          <MapToggle
            isOn={isMapOn}
            href={deskHref(list, { map: isMapOn ? "off" : "on" })}
            className={iconButtonClass("max-md:hidden")}
            label={t(isMapOn ? "hideMap" : "showMap")}
          >
            {isMapOn ? (
              <MapPinOff aria-hidden className="size-5" />
            ) : (
              <MapIcon aria-hidden className="size-5" />
            )}
          </MapToggle>
          <MapToggle
            isOn={isMapOnPhone}
            href={deskHref(list, { map: isMapOnPhone ? "off" : "on" })}
            className={iconButtonClass("md:hidden")}
            label={t(isMapOnPhone ? "hideMap" : "showMap")}
          >
            {isMapOnPhone ? (
              <MapPinOff aria-hidden className="size-5" />
            ) : (
              <MapIcon aria-hidden className="size-5" />
            )}
          </MapToggle>
          <MenuButton label={t("more")} button={<Ellipsis aria-hidden className="size-5 text-muted" />}>
            <a
              href={deskHref(list, { ticket: null, page: null, map: null, layer: null }, "/command/export")}
              title={t("exportHint", { limit: exportLimit })}
              download
              className="flex min-h-11 items-center gap-2 rounded-md px-2 hover:bg-sunken md:min-h-9"
            >
              <Download aria-hidden className="size-4 text-muted" />
              {t("export")}
            </a>
            <Link
              href={deskHref(list, { ticket: null, page: null, map: null, layer: null }, "/command/print")}
              className="flex min-h-11 items-center gap-2 rounded-md px-2 hover:bg-sunken md:min-h-9"
            >
              <Printer aria-hidden className="size-4 text-muted" />
              {t("print")}
            </Link>
          </MenuButton>
          {mayReport ? (
            <Link href="/command/new" data-key="n" className={buttonClass("primary", "max-md:px-2.5")}>
              <Plus aria-hidden className="size-5 md:size-4" />
              <span className="max-md:sr-only">{t("new.title")}</span>
            </Link>
          ) : null}
        </div>
      </div>
      {chips.length > 0 ? <Chips chips={chips} params={params} view={view} /> : null}
    </div>
  );
}

function Chips({ chips, params, view }: { chips: readonly Chip[]; params: Params; view: TicketView }) {
  const t = useTranslations("command");
  const kept = params.map ? { map: params.map } : {};
  return (
    <section aria-label={t("active")} className="flex flex-wrap items-center gap-1.5 px-3 pb-1.5 text-xs">
      <ul className="contents">
        {chips.map((chip) => (
          <li key={chip.key}>
            <Link
              href={chip.href}
              scroll={false}
              prefetch={false}
              aria-label={t("removeFilter", { filter: chip.words })}
              title={t("removeFilter", { filter: chip.words })}
              className="inline-flex min-h-11 items-center gap-1 rounded-md border border-line-strong bg-accent-soft px-2 hover:bg-sunken md:min-h-6"
            >
              {chip.words}
              <X aria-hidden className="size-3.5" />
            </Link>
          </li>
        ))}
      </ul>
      <Link
        href={deskHref(kept, { view })}
        scroll={false}
        prefetch={false}
        className="inline-flex min-h-11 items-center px-1 text-accent underline md:min-h-6"
      >
        {t("clear")}
      </Link>
    </section>
  );
}

/** The filters, in a pane under their button; without script it opens all the same. */
function FilterPane({ params, filters, count }: { params: Params; filters: DeskFilters; count: number }) {
  const t = useTranslations("command");
  const tState = useTranslations("state");
  const locale = useLocale() as Locale;
  const value = (name: string) => params[name]?.[0] ?? "";
  const states = (group: readonly TicketState[], words: string) => (
    <fieldset className="min-w-0">
      <legend className="mb-1 text-xs text-muted">{words}</legend>
      <div className="flex flex-wrap gap-x-4">
        {group.map((state) => (
          <Tick
            key={`${state}-${params.states?.includes(state)}`}
            name="states"
            value={state}
            isOn={params.states?.includes(state) ?? false}
            words={tState(state)}
          />
        ))}
      </div>
    </fieldset>
  );
  const choice = (
    name: "major" | "area" | "unit",
    rows: readonly { code: string; name: string; nameEn: string; level?: AreaLevel }[],
  ) => (
    <div className="min-w-0">
      <label htmlFor={`filter-${name}`} className="mb-1 block text-xs text-muted">
        {t(`filter.${name}`)}
      </label>
      <Select id={`filter-${name}`} key={value(name)} name={name} defaultValue={value(name)}>
        <option value="">{t("filter.any")}</option>
        {rows.map((row) => (
          <option key={row.code} value={row.code}>
            {`${row.level ? indent[row.level] : ""}${ownName(locale, row.name, row.nameEn)}`}
          </option>
        ))}
      </Select>
    </div>
  );
  return (
    <details data-pane className="md:relative">
      <summary
        className={buttonClass("secondary", "list-none max-md:px-2 [&::-webkit-details-marker]:hidden")}
      >
        <SlidersHorizontal aria-hidden className="size-4" />
        <span className="max-md:sr-only">{count > 0 ? t("filtersOn", { count }) : t("filters")}</span>
        {count > 0 ? (
          <span aria-hidden className="text-xs md:hidden">
            {count}
          </span>
        ) : null}
      </summary>
      <div className="absolute inset-x-0 top-full z-[1040] mt-1 grid max-h-[70dvh] gap-3 overflow-y-auto rounded-md border border-line-strong bg-panel p-4 shadow-over md:left-auto md:w-[640px] md:grid-cols-3">
        <div className="grid gap-2 md:col-span-3 md:grid-cols-2">
          {states(openStates, `${t("filter.states")} · ${t("filter.openStates")}`)}
          {states(endStates, `${t("filter.states")} · ${t("filter.endStates")}`)}
        </div>
        {choice("major", filters.majors)}
        {choice("area", filters.areas)}
        {choice("unit", filters.units)}
        <fieldset className="min-w-0 md:col-span-2">
          <legend className="mb-1 text-xs text-muted">{t("filter.flags")}</legend>
          <div className="flex flex-wrap gap-x-4">
            {flags.map((flag) => (
              <Tick
                key={`${flag}-${value(flag)}`}
                name={flag}
                value="yes"
                isOn={value(flag) === "yes"}
                words={t(`filter.${flag}`)}
              />
            ))}
          </div>
        </fieldset>
        <fieldset className="min-w-0 md:col-start-1 md:col-span-2">
          <legend className="mb-1 text-xs text-muted">{t("filter.dates")}</legend>
          <div className="flex items-center gap-2">
            {(["from", "to"] as const).map((name) => (
              <TextInput
                key={`${name}-${value(name)}`}
                name={name}
                type="date"
                defaultValue={value(name)}
                aria-label={t(`filter.${name}`)}
              />
            ))}
          </div>
        </fieldset>
        <p className="flex items-end justify-end gap-2 md:col-span-1">
          <button type="submit" className={buttonClass("primary")}>
            {t("apply")}
          </button>
        </p>
      </div>
    </details>
  );
}

function Tick({ name, value, isOn, words }: { name: string; value: string; isOn: boolean; words: string }) {
  return (
    <label className="flex min-h-11 items-center gap-1.5 md:min-h-7">
      <input type="checkbox" name={name} value={value} defaultChecked={isOn} className="size-5 md:size-4" />
      {words}
    </label>
  );
}
