import { SquarePen } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { getFormatter, getLocale, getTranslations } from "next-intl/server";
import { readClock } from "@/lib/features/command";
import { loadMapFrame } from "@/lib/features/map/load-map-frame";
import { listTickets } from "@/lib/features/tickets/list-tickets";
import { hrefWith, plainSearch, type Search } from "@/lib/ui/address";
import { buttonClass } from "@/lib/ui/button-class";
import { EmptyState } from "@/lib/ui/empty-state";
import { Pagination } from "@/lib/ui/pagination";
import { orNotFound } from "@/lib/web/or-not-found";
import { screenContext } from "@/lib/web/screen-context";
import { InStep, RowsInStep } from "../../_list/in-step";
import { boxAroundPoints, readMapView } from "../../_list/map-view";
import { MarksMap } from "../../_list/marks-map";
import { readTicketNumber } from "../../_list/ticket-number";
import { TicketPanel } from "../../_ticket/ticket-panel";
import { asMark, asTask } from "../_components/as-task";
import { FieldPage } from "../_components/field-page";
import { KeptList } from "../_components/kept-list";
import { SideBySide } from "../_components/side-by-side";
import { TaskList } from "../_components/task-list";

const path = "/field/mine";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("field.mine"))("title") };
}

export default async function MinePage({ searchParams }: { searchParams: Promise<Search> }) {
  const context = await screenContext(path, "open_field");
  const search = plainSearch(await searchParams);
  const [mine, frame, now] = await orNotFound(
    Promise.all([
      listTickets(context, { view: "mine", page: search.page }),
      loadMapFrame(context, {}),
      readClock(context.db),
    ]),
  );
  const t = await getTranslations("field.mine");
  const tField = await getTranslations("field");
  const format = await getFormatter();
  const locale = await getLocale();
  const ticket = readTicketNumber(search.ticket);
  const hrefTo = (change: Record<string, string | number | undefined>) => hrefWith(path, search, change);
  const tasks = mine.rows.map((row) => ({
    ...asTask(row, locale, hrefTo({ ticket: row.number }), null),
    // Deadlines are the desk's business; the reporter asks when it was and how it stands.
    dueAt: null,
    note: t("reportedAt", { at: format.dateTime(row.reportedAt, "shortMinute") }),
  }));
  return (
    <FieldPage context={context} tab="mine" isFull>
      <InStep>
        <SideBySide
          listLabel={t("title")}
          list={
            <>
              <h1 className="px-3 pt-2 text-lg font-semibold">{t("title")}</h1>
              <KeptList />
              {tasks.length === 0 ? (
                <EmptyState title={t("none")} why={t("noneWhy")}>
                  <Link href="/field/report" className={buttonClass("primary")}>
                    <SquarePen aria-hidden className="size-4" />
                    {t("report")}
                  </Link>
                </EmptyState>
              ) : (
                <>
                  <h2 className="px-3 pt-3 pb-1 font-semibold">{t("sent")}</h2>
                  <RowsInStep>
                    <TaskList
                      label={t("sent")}
                      tasks={tasks}
                      now={now.toISOString()}
                      selected={ticket}
                      hasOrder={false}
                    />
                  </RowsInStep>
                  {mine.total > mine.pageSize ? (
                    <Pagination
                      page={mine.page}
                      pageSize={mine.pageSize}
                      total={mine.total}
                      hrefOf={(page) => hrefTo({ page })}
                    />
                  ) : null}
                </>
              )}
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
              isOnPhone={false}
            />
          }
          isMapOpen={false}
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
