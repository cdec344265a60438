import { MapIcon, Printer } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { getLocale, getTranslations } from "next-intl/server";
import { isAllowed } from "@/lib/domain/permissions";
import { loadMapFrame } from "@/lib/features/map/load-map-frame";
import { listCalls } from "@/lib/features/units/list-calls";
import { countDuties, type DutyView, dutySorts, listDuties } from "@/lib/features/units/list-duties";
import { loadWorkload, lookBackDays } from "@/lib/features/units/load-workload";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { ownName } from "@/lib/i18n/own-name";
import { hrefWith, plainSearch, type Search } from "@/lib/ui/address";
import { buttonClass } from "@/lib/ui/button-class";
import { classes } from "@/lib/ui/classes";
import { EmptyState } from "@/lib/ui/empty-state";
import { Count, Rate } from "@/lib/ui/figures";
import { KeyHelp } from "@/lib/ui/key-help";
import type { MapMark } from "@/lib/ui/map/city-map";
import { Pagination } from "@/lib/ui/pagination";
import { orNotFound } from "@/lib/web/or-not-found";
import { screenContext } from "@/lib/web/screen-context";
import { InStep, RowsInStep } from "../_list/in-step";
import { boxAroundPoints, readMapView } from "../_list/map-view";
import { MarksMap } from "../_list/marks-map";
import { readTicketNumber } from "../_list/ticket-number";
import { Frame } from "../_shell/frame";
import { TicketPanel } from "../_ticket/ticket-panel";
import { Calls } from "./_components/calls";
import { DutyFilters } from "./_components/duty-filters";
import { DutyTable, dutyGroup } from "./_components/duty-table";
import { Received } from "./_components/received";
import { type UnitView, viewsOf } from "./_components/unit-views";
import { ViewTabs } from "./_components/view-tabs";
import { WorkloadTable } from "./_components/workload-table";

const path = "/unit";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("unit"))("title") };
}

export default async function UnitPage({ searchParams }: { searchParams: Promise<Search> }) {
  const context = await screenContext(path, "open_unit");
  const search = plainSearch(await searchParams);
  const posts = context.actor.appointments.map(({ post }) => post);
  const views = viewsOf(posts);
  const current = views.find((view) => view === search.view) ?? views[0] ?? "open";
  const listed: DutyView = current === "people" ? "open" : current;
  const filters = { q: search.q, section: search.section, person: search.person, late: search.late };
  const [counts, workload, duties, frame, calls] = await orNotFound(
    Promise.all([
      countDuties(context, filters),
      loadWorkload(context, {}),
      listDuties(context, {
        ...filters,
        view: listed,
        sort: search.sort,
        order: search.order,
        page: search.page,
        ...(current === "people" ? { pageSize: 200 } : {}),
      }),
      loadMapFrame(context, {}),
      listCalls(context, {}),
    ]),
  );
  const t = await getTranslations("unit");
  const locale = await getLocale();
  const ticket = readTicketNumber(search.ticket);
  const hrefTo = (change: Record<string, string | number | undefined>) => hrefWith(path, search, change);
  const viewHref = (view: UnitView) =>
    hrefTo({ view: view === views[0] ? undefined : view, page: undefined, ticket: undefined });
  const mayReceive = context.actor.appointments.some(({ post }) =>
    isAllowed(post, "accept_assignment", ["unit"], "assigned"),
  );
  const marks: MapMark[] = duties.rows.map((row) => ({
    id: row.number,
    lng: row.lng,
    lat: row.lat,
    group: dutyGroup(row),
    label: `${ownName(locale, row.className, row.classNameEn)} · ${row.placeWords}`,
  }));
  const isMapOpen = search.map === "open";
  const isFiltered = Object.values(filters).some(Boolean);
  const names = workload.units.map(({ name, nameEn }) => ownName(locale, name, nameEn));

  return (
    <Frame
      context={context}
      section="unit"
      isFull
      controls={
        <KeyHelp
          rows={[
            { keys: ["j", "k"], does: t("keys.next") },
            { keys: ["Enter"], does: t("keys.open") },
            ...(mayReceive ? [{ keys: ["r"], does: t("keys.receive") }] : []),
            { keys: ["/"], does: t("keys.search") },
          ]}
        />
      }
    >
      <ClientMessages also={["unit", "ticket", "post"]}>
        <Received waiting={duties.rows.filter(({ cut }) => cut === "receive").map(({ number }) => number)}>
          <InStep>
            <div
              className={classes(
                "flex flex-col md:grid md:h-full print:block",
                ticket
                  ? "md:grid-cols-[minmax(0,1fr)_minmax(440px,42%)] md:grid-rows-[minmax(0,1fr)_minmax(200px,34%)]"
                  : "md:grid-cols-[minmax(0,1fr)_minmax(320px,36%)] md:grid-rows-[minmax(0,1fr)]",
              )}
            >
              <section
                aria-labelledby="unit-name"
                className={classes("flex min-h-0 flex-col", ticket && "max-md:hidden")}
              >
                <div className="flex shrink-0 flex-wrap items-center gap-x-4 gap-y-1 px-3 pt-2">
                  <h1 id="unit-name" className="text-base font-semibold">
                    {names.join(locale === "en" ? ", " : "、") || t("title")}
                  </h1>
                  <dl aria-label={t("figures")} className="flex flex-wrap gap-x-4 text-xs">
                    <Figure name={t("inHand")}>
                      <Count value={workload.whole.open} />
                    </Figure>
                    <Figure name={t("late")}>
                      <Count
                        value={workload.whole.late}
                        className={workload.whole.late > 0 ? "font-medium text-state-overdue" : ""}
                      />
                    </Figure>
                    <Figure name={t("inTime", { days: lookBackDays })}>
                      <Rate part={workload.whole.doneInTime} whole={workload.whole.done} />
                    </Figure>
                  </dl>
                  <div className="ml-auto flex gap-1">
                    <Link
                      href={hrefTo({ map: isMapOpen ? undefined : "open" })}
                      scroll={false}
                      aria-expanded={isMapOpen}
                      className={buttonClass("quiet", "md:hidden")}
                    >
                      <MapIcon aria-hidden className="size-4" />
                      {isMapOpen ? t("hideMap") : t("showMap")}
                    </Link>
                    <Link
                      href={hrefWith(
                        `${path}/duty-list`,
                        { ...search, view: listed },
                        {
                          page: undefined,
                          ticket: undefined,
                          map: undefined,
                          at: undefined,
                        },
                      )}
                      className={buttonClass("quiet", "max-md:hidden")}
                    >
                      <Printer aria-hidden className="size-4" />
                      {t("print")}
                    </Link>
                  </div>
                </div>
                <Calls calls={calls} selected={ticket} hrefOf={(number) => hrefTo({ ticket: number })} />
                <ViewTabs views={views} current={current} counts={counts} hrefOf={viewHref} />
                {current === "people" ? (
                  <WorkloadTable
                    workload={workload}
                    hrefOf={(person) =>
                      hrefWith(path, {}, { view: views[0] === "open" ? undefined : "open", person })
                    }
                  />
                ) : (
                  <>
                    <DutyFilters
                      path={path}
                      search={search}
                      sections={workload.sections.map((section) => ({
                        code: section.code,
                        name: ownName(locale, section.name, section.nameEn),
                      }))}
                      people={[...new Set(workload.people.map(({ name }) => name))]}
                    />
                    <RowsInStep className="min-h-0 grow overflow-auto">
                      <DutyTable
                        rows={duties.rows}
                        now={duties.now.toISOString()}
                        hrefOf={(number) => hrefTo({ ticket: number })}
                        sortOf={(sort) => {
                          const isCurrent = (search.sort ?? "due") === sort;
                          const isDown = search.order === "desc";
                          return {
                            href: hrefTo({
                              sort: sort === dutySorts[0] ? undefined : sort,
                              order: isCurrent && !isDown ? "desc" : undefined,
                              page: undefined,
                            }),
                            current: isCurrent ? (isDown ? "descending" : "ascending") : null,
                          };
                        }}
                        selected={ticket}
                        mayReceive={mayReceive}
                        isNarrow={ticket !== null}
                        empty={
                          isFiltered ? (
                            <EmptyState title={t("nothingFound")} why={t("nothingFoundWhy")} />
                          ) : (
                            <EmptyState title={t("nothing")} why={t(`nothingWhy.${listed}`)}>
                              {current !== views[0] ? (
                                <Link
                                  href={viewHref(views[0] ?? "open")}
                                  className={buttonClass("secondary")}
                                >
                                  {t("seeOpen")}
                                </Link>
                              ) : (
                                <Link href={viewHref("handed_back")} className={buttonClass("secondary")}>
                                  {t("seeHandedBack")}
                                </Link>
                              )}
                            </EmptyState>
                          )
                        }
                      />
                    </RowsInStep>
                    <div className="shrink-0 border-t border-line px-2 py-0.5 max-md:pb-4">
                      <Pagination
                        page={duties.page}
                        pageSize={duties.pageSize}
                        total={duties.total}
                        hrefOf={(page) => hrefTo({ page })}
                      />
                    </div>
                  </>
                )}
              </section>
              <section
                aria-label={t("mapOf")}
                className={classes(
                  "relative no-print border-line md:border-t",
                  ticket ? "max-md:hidden md:row-start-2" : "md:border-l",
                  isMapOpen ? "max-md:order-first max-md:h-[42dvh]" : "max-md:hidden",
                )}
              >
                <MarksMap
                  label={t("mapOf")}
                  frame={{ ...frame, box: boxAroundPoints(marks) ?? frame.box }}
                  view={readMapView(search.at)}
                  marks={marks}
                  selected={ticket}
                  isOnPhone={isMapOpen}
                />
              </section>
              {ticket ? (
                <section
                  aria-label={t("ticket")}
                  className="min-h-0 border-line md:col-start-2 md:row-span-2 md:row-start-1 md:overflow-auto md:border-l"
                >
                  {/* The list's own heading is hidden with the list. */}
                  <h1 className="sr-only md:hidden">{t("title")}</h1>
                  <TicketPanel context={context} number={ticket} closeHref={hrefTo({ ticket: undefined })} />
                </section>
              ) : null}
            </div>
          </InStep>
        </Received>
      </ClientMessages>
    </Frame>
  );
}

function Figure({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div className="flex gap-1">
      <dt className="text-muted">{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
