import type { Metadata } from "next";
import { cookies } from "next/headers";
import { getFormatter, getLocale, getTranslations } from "next-intl/server";
import { mayEver } from "@/lib/domain/permissions";
import { stateGroup } from "@/lib/domain/states";
import { rolesAllowed } from "@/lib/features/command";
import { loadDeskFilters } from "@/lib/features/desk/load-desk-filters";
import { loadMapFrame } from "@/lib/features/map/load-map-frame";
import { readMoment } from "@/lib/features/map/read-moment";
import {
  countViews,
  defaultOrder,
  exportLimit,
  listTickets,
  type TicketRow,
  ticketViews,
} from "@/lib/features/tickets/list-tickets";
import { ClientMessages } from "@/lib/i18n/client-messages";
import type { Locale } from "@/lib/i18n/locales";
import { ownName } from "@/lib/i18n/own-name";
import { KeyHelp } from "@/lib/ui/key-help";
import type { MapMark } from "@/lib/ui/map/city-map";
import { Notice } from "@/lib/ui/notice";
import { Pagination } from "@/lib/ui/pagination";
import { commandContext } from "@/lib/web/command-context";
import { orNotFound } from "@/lib/web/or-not-found";
import type { StaffContext } from "@/lib/web/request-context";
import { Frame } from "../_shell/frame";
import { TicketPanel } from "../_ticket/ticket-panel";
import { commandKeys } from "./_components/command-keys";
import { readDeskAddress } from "./_components/desk-address";
import { DeskEmpty } from "./_components/desk-empty";
import { deskHref } from "./_components/desk-href";
import { DeskKeys } from "./_components/desk-keys";
import { DeskLiveProvider, FreshNotice, QueueBox } from "./_components/desk-live";
import { DeskMap } from "./_components/desk-map";
import { DeskPanes } from "./_components/desk-panes";
import { DeskToolbar } from "./_components/desk-toolbar";
import { filterChips } from "./_components/filter-chips";
import { paletteItems } from "./_components/palette-items";
import { layoutsCookie, mapCookie, readLayouts } from "./_components/pane-layouts";
import { Queue } from "./_components/queue";

type Search = Record<string, string | string[] | undefined>;
type Props = { searchParams: Promise<Search> };

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  const t = await getTranslations("command");
  const { ticket } = readDeskAddress(await searchParams);
  return { title: ticket ? `${ticket} · ${t("title")}` : t("title") };
}

/** The desk: what to do next on the left, where in the middle, what exactly on the right. All of it in the address. */
export default async function CommandPage({ searchParams }: Props) {
  const search = await searchParams;
  const address = readDeskAddress(search);
  const { params, ticket } = address;
  const context = await commandContext(deskHref(params));
  const t = await getTranslations();
  const format = await getFormatter();
  const locale = (await getLocale()) as Locale;
  const jar = await cookies();

  const { canMove, ...counts } = await orNotFound(countViews(context, {}));
  const mayReport = rolesAllowed(context.actor, "report").length > 0;
  const asked = address.list.view === "mine" && !mayReport ? undefined : address.list.view;
  const view = asked ?? (canMove ? "todo" : "watch");
  const [{ rows, total, page, pageSize, now }, filters, frame, stamp] = await Promise.all([
    listTickets(context, { ...address.list, view }),
    loadDeskFilters(context, address.list.cell ? { cell: address.list.cell } : {}),
    loadMapFrame(context, {}),
    readMoment(context, {}),
  ]);
  const opened = ticket ? await findTicket(context, rows, ticket) : null;

  const isMapOn = address.isMapOn ?? jar.get(mapCookie)?.value !== "off";
  const isMapOnPhone = address.isMapOn === true;
  const usual = defaultOrder(view);
  const sorting = {
    sort: address.list.sort ?? usual.sort,
    order: address.list.order ?? (address.list.sort ? ("asc" as const) : usual.order),
  };
  const tabs = ticketViews
    .filter((each) => (each === "todo" ? canMove : each === "mine" ? mayReport : true))
    .map((each) => ({
      view: each,
      count: each === "ended" || each === "all" ? null : counts[each],
    }));
  const chips = filterChips(params, filters, locale, t, format);
  const closeHref = deskHref(params, { ticket: null });
  const labelOf = (row: TicketRow) =>
    `${ownName(locale, row.className, row.classNameEn)} · ${row.placeWords} · ${t(`state.${row.state}`)}`;
  const shown = opened && !rows.some(({ number }) => number === opened.number) ? [...rows, opened] : rows;
  const marks: MapMark[] = shown.map((row) => ({
    id: row.number,
    lng: row.lng,
    lat: row.lat,
    group: stateGroup(row.state, row.isOverdue, row.isSuspended),
    label: labelOf(row),
  }));
  const keyRows = [
    { keys: ["j", "k"], does: t("command.keys.next") },
    { keys: ["Enter"], does: t("command.keys.open") },
    { keys: ["Esc"], does: t("command.keys.close") },
    { keys: ["t"], does: t("command.keys.pane") },
    { keys: ["/"], does: t("command.keys.search") },
    { keys: ["m"], does: t("command.keys.map") },
    ...(mayReport ? [{ keys: ["n"], does: t("command.keys.new") }] : []),
    { keys: ["Ctrl", "K"], does: t("command.keys.palette") },
    ...Object.entries(commandKeys).flatMap(([key, commands]) => {
      const own = commands.filter((command) =>
        context.actor.appointments.some(({ post }) => mayEver(post, command)),
      );
      const name = own.map((command) => t(`ticket.command.${command}`)).join(" / ");
      return name ? [{ keys: [key], does: t("command.keys.command", { name }) }] : [];
    }),
    { keys: ["?"], does: t("command.keys.help") },
  ];
  return (
    <Frame context={context} section="command" isFull controls={<KeyHelp rows={keyRows} />}>
      <ClientMessages also={["command"]}>
        <DeskLiveProvider
          numbers={rows.map(({ number }) => number)}
          total={total}
          listKey={deskHref(params, { ticket: null, map: null, layer: null, view })}
          ticket={ticket}
        >
          <div className="flex min-h-full flex-col md:h-full print:block">
            <h1 className="sr-only">{`${t("command.title")} · ${t(`command.view.${view}`)}`}</h1>
            <div className={ticket ? "max-md:hidden" : undefined}>
              <DeskToolbar
                tabs={tabs}
                view={view}
                params={params}
                filters={filters}
                chips={chips}
                isMapOn={isMapOn}
                isMapOnPhone={isMapOnPhone}
                mayReport={mayReport}
                exportLimit={exportLimit}
              />
              {address.ignored.length > 0 ? (
                <Notice kind="warning" className="m-2 no-print">
                  {t("command.ignored", { names: ignoredNames(address.ignored, t) })}
                </Notice>
              ) : null}
            </div>
            <DeskPanes
              layouts={readLayouts(jar.get(layoutsCookie)?.value)}
              isMapOn={isMapOn}
              isMapOnPhone={isMapOnPhone}
              list={
                <>
                  <section
                    aria-label={t("command.list")}
                    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
                    tabIndex={0}
                    className="min-h-0 grow overflow-y-auto focus-visible:-outline-offset-2"
                  >
                    {rows.length > 0 ? (
                      <QueueBox>
                        <Queue rows={rows} now={now} params={params} sorting={sorting} ticket={ticket} />
                      </QueueBox>
                    ) : (
                      <DeskEmpty
                        view={view}
                        params={params}
                        isFiltered={chips.length > 0}
                        mayReport={mayReport}
                      />
                    )}
                  </section>
                  <div className="flex min-h-9 items-center justify-between gap-2 border-t border-line bg-panel px-2 no-print">
                    <FreshNotice />
                    <Pagination
                      page={page}
                      pageSize={pageSize}
                      total={total}
                      hrefOf={(to) => deskHref(params, { page: to })}
                    />
                  </div>
                </>
              }
              map={
                <DeskMap
                  box={filters.box ?? frame.box}
                  attribution={frame.attribution}
                  reviewNumber={frame.reviewNumber}
                  view={address.mapView}
                  marks={marks}
                  focus={opened ? { lng: opened.lng, lat: opened.lat } : null}
                  ticket={ticket}
                  cell={filters.cell?.key ?? null}
                  params={params}
                  isEveryTicketShown={address.isEveryTicketShown}
                  isOnPhone={isMapOnPhone}
                  stamp={stamp}
                />
              }
              ticket={
                ticket ? (
                  <section
                    id="ticket-pane"
                    tabIndex={-1}
                    aria-label={t("command.ticketPane")}
                    className="outline-none"
                  >
                    <TicketPanel context={context} number={ticket} closeHref={closeHref} />
                  </section>
                ) : null
              }
            />
          </div>
          <DeskKeys
            ticket={ticket}
            closeHref={closeHref}
            items={paletteItems({
              rows: rows.map((row) => ({ number: row.number, words: labelOf(row) })),
              views: tabs.map((tab) => tab.view),
              view,
              params,
              isMapOn,
              mayReport,
              t,
            })}
          />
        </DeskLiveProvider>
      </ClientMessages>
    </Frame>
  );
}

/** The open ticket as a row: of this list, or of all that the person may see; null where it does not exist for them. */
async function findTicket(
  context: StaffContext,
  rows: readonly TicketRow[],
  number: string,
): Promise<TicketRow | null> {
  const here = rows.find((row) => row.number === number);
  if (here) return here;
  const { rows: found } = await listTickets(context, { view: "all", q: number, pageSize: 10 });
  return found.find((row) => row.number === number) ?? null;
}

function ignoredNames(
  names: readonly string[],
  t: Awaited<ReturnType<typeof getTranslations<never>>>,
): string {
  return names
    .map((name) => {
      const key = `command.filter.${name}` as Parameters<typeof t>[0];
      return t.has(key) ? t(key) : name;
    })
    .join(t("command.listSeparator"));
}
