import type { getTranslations } from "next-intl/server";
import type { TicketView } from "@/lib/features/tickets/list-tickets";
import { deskHref, type Params } from "./desk-href";
import type { PaletteItem } from "./palette";

/** Everything the palette offers before anything is typed, and the rows in sight. */
export function paletteItems({
  rows,
  views,
  view,
  params,
  isMapOn,
  mayReport,
  t,
}: {
  rows: readonly { number: string; words: string }[];
  views: readonly TicketView[];
  view: TicketView;
  params: Params;
  isMapOn: boolean;
  mayReport: boolean;
  t: Awaited<ReturnType<typeof getTranslations<never>>>;
}): PaletteItem[] {
  const list = { ...params, view: [view] };
  const bare = { ticket: null, page: null, map: null, layer: null };
  const flags = ["overdue", "suspended", "supervised", "disputed"] as const;
  return [
    ...rows.map(
      ({ number, words }): PaletteItem => ({
        key: number,
        group: "ticket",
        words: `${number} · ${words}`,
        href: deskHref(params, { ticket: number }),
      }),
    ),
    ...views.map(
      (each): PaletteItem => ({
        key: `view-${each}`,
        group: "view",
        words: t(`command.view.${each}`),
        href: deskHref(params, { view: each, sort: null, order: null, ticket: null }),
      }),
    ),
    ...flags.map((flag): PaletteItem => {
      const isOn = params[flag] !== undefined;
      return {
        key: flag,
        group: "filter",
        words: t(isOn ? "command.palette.not" : "command.palette.only", {
          filter: t(`command.filter.${flag}`),
        }),
        href: deskHref(list, { [flag]: isOn ? null : "yes" }),
      };
    }),
    ...(mayReport
      ? [{ key: "new", group: "act", words: t("command.new.title"), href: "/command/new" } as const]
      : []),
    {
      key: "map",
      group: "act",
      words: t(isMapOn ? "command.hideMap" : "command.showMap"),
      href: deskHref(list, { map: isMapOn ? "off" : "on" }),
    },
    {
      key: "export",
      group: "act",
      words: t("command.export"),
      href: deskHref(list, bare, "/command/export"),
      isDownload: true,
    },
    { key: "print", group: "act", words: t("command.print"), href: deskHref(list, bare, "/command/print") },
  ];
}
