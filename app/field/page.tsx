import { MapIcon, SquarePen } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { getLocale, getTranslations } from "next-intl/server";
import type { TicketState } from "@/lib/domain/states";
import { readClock } from "@/lib/features/command";
import { listMyCells } from "@/lib/features/field/list-my-cells";
import { loadMapFrame } from "@/lib/features/map/load-map-frame";
import { listTickets } from "@/lib/features/tickets/list-tickets";
import { hrefWith, plainSearch, type Search } from "@/lib/ui/address";
import { buttonClass } from "@/lib/ui/button-class";
import { EmptyState } from "@/lib/ui/empty-state";
import { Pagination } from "@/lib/ui/pagination";
import { orNotFound } from "@/lib/web/or-not-found";
import { screenContext } from "@/lib/web/screen-context";
import { InStep, RowsInStep } from "../_list/in-step";
import { boxAroundPoints, readMapView } from "../_list/map-view";
import { MarksMap } from "../_list/marks-map";
import { readTicketNumber } from "../_list/ticket-number";
import { TicketPanel } from "../_ticket/ticket-panel";
import { asMark, asTask } from "./_components/as-task";
import { FieldPage, isVolunteerOnly } from "./_components/field-page";
import { SideBySide } from "./_components/side-by-side";
import { type TaskKind, TaskList } from "./_components/task-list";

const path = "/field";
const kinds = ["check", "inspection", "desk"] as const satisfies TaskKind[];

/** A supervisor's task is told by the ticket's state: nobody else has one in these. */
function kindOf(state: TicketState): TaskKind {
  return state === "checking" ? "check" : state === "inspecting" ? "inspection" : "desk";
}
const statesOf: Record<TaskKind, readonly TicketState[]> = {
  check: ["checking"],
  inspection: ["inspecting"],
  desk: ["reported", "proposed", "filed", "assigned", "handling", "unit_review", "handed_back", "closing"],
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("field.tasks"))("title") };
}

export default async function TasksPage({ searchParams }: { searchParams: Promise<Search> }) {
  const context = await screenContext(path, "open_field");
  if (isVolunteerOnly(context)) redirect("/field/report");
  const search = plainSearch(await searchParams);
  const kind = kinds.find((one) => one === search.kind);
  const [shown, all, cells, frame, now] = await orNotFound(
    Promise.all([
      listTickets(context, {
        view: "todo",
        page: search.page,
        ...(kind ? { states: [...statesOf[kind]] } : {}),
      }),
      listTickets(context, { view: "todo", pageSize: 200 }),
      listMyCells(context, {}),
      loadMapFrame(context, {}),
      readClock(context.db),
    ]),
  );
  const t = await getTranslations("field.tasks");
  const tField = await getTranslations("field");
  const locale = await getLocale();
  const ticket = readTicketNumber(search.ticket);
  const hrefTo = (change: Record<string, string | number | undefined>) => hrefWith(path, search, change);
  const counts = kinds.map((one) => ({
    kind: one,
    count: all.rows.filter(({ state }) => kindOf(state) === one).length,
  }));
  const hasKinds = counts.filter(({ count }) => count > 0).length > 1;
  const tasks = shown.rows.map((row) =>
    asTask(
      row,
      locale,
      hrefTo({ ticket: row.number }),
      hasKinds || kindOf(row.state) !== "desk" ? kindOf(row.state) : null,
    ),
  );
  const isMapOpen = search.map === "open";
  return (
    <FieldPage context={context} tab="tasks" taskCount={all.total} isFull>
      <InStep>
        <SideBySide
          listLabel={t("list")}
          list={
            <>
              <div className="flex flex-wrap items-center gap-x-3 px-3 pt-2">
                <h1 className="text-lg font-semibold">{t("title")}</h1>
                <p className="text-muted">{t("count", { count: all.total })}</p>
                <Link
                  href={hrefTo({ map: isMapOpen ? undefined : "open" })}
                  scroll={false}
                  className={buttonClass("quiet", "ml-auto -mr-3 md:hidden")}
                >
                  <MapIcon aria-hidden className="size-4" />
                  {t(isMapOpen ? "hideMap" : "showMap")}
                </Link>
              </div>
              {hasKinds ? (
                <nav aria-label={t("list")} className="flex flex-wrap gap-1 px-3 pt-1">
                  <Link
                    href={hrefTo({ kind: undefined, page: undefined })}
                    aria-current={kind ? undefined : "true"}
                    className={buttonClass(
                      "secondary",
                      "aria-[current]:border-accent aria-[current]:bg-accent-soft",
                    )}
                  >
                    {t("all")}
                  </Link>
                  {counts
                    .filter(({ count }) => count > 0)
                    .map((one) => (
                      <Link
                        key={one.kind}
                        href={hrefTo({ kind: one.kind, page: undefined })}
                        aria-current={one.kind === kind ? "true" : undefined}
                        className={buttonClass(
                          "secondary",
                          "aria-[current]:border-accent aria-[current]:bg-accent-soft",
                        )}
                      >
                        {t(`kind.${one.kind}`)} {one.count}
                      </Link>
                    ))}
                </nav>
              ) : null}
              {tasks.length === 0 ? (
                <EmptyState title={t("none")} why={t("noneWhy")}>
                  <Link href="/field/report" className={buttonClass("primary")}>
                    <SquarePen aria-hidden className="size-4" />
                    {t("toReport")}
                  </Link>
                </EmptyState>
              ) : (
                <RowsInStep>
                  <TaskList
                    label={t("title")}
                    tasks={tasks}
                    now={now.toISOString()}
                    selected={ticket}
                    hasOrder
                  />
                </RowsInStep>
              )}
              {shown.total > shown.pageSize ? (
                <Pagination
                  page={shown.page}
                  pageSize={shown.pageSize}
                  total={shown.total}
                  hrefOf={(page) => hrefTo({ page })}
                />
              ) : null}
            </>
          }
          mapLabel={t("map")}
          map={
            <MarksMap
              label={t("map")}
              frame={{ ...frame, box: boxAroundPoints(tasks) ?? frame.box }}
              view={readMapView(search.at)}
              marks={tasks.map(asMark)}
              selected={ticket}
              isOnPhone={isMapOpen}
              cells={{ mine: cells.map(({ key }) => key), selected: null }}
            />
          }
          isMapOpen={isMapOpen}
          ticketLabel={tField("ticket")}
          ticket={
            ticket ? (
              <TicketPanel context={context} number={ticket} closeHref={hrefTo({ ticket: undefined })} />
            ) : null
          }
        />
      </InStep>
    </FieldPage>
  );
}
