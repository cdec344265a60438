import { ArrowLeft, SquarePen } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { getLocale, getTranslations } from "next-intl/server";
import { readClock } from "@/lib/features/command";
import { listMyCells } from "@/lib/features/field/list-my-cells";
import { loadCell } from "@/lib/features/field/load-cell";
import { loadMapFrame } from "@/lib/features/map/load-map-frame";
import { listTickets } from "@/lib/features/tickets/list-tickets";
import { ownName } from "@/lib/i18n/own-name";
import { hrefWith, plainSearch, type Search } from "@/lib/ui/address";
import { buttonClass } from "@/lib/ui/button-class";
import { EmptyState } from "@/lib/ui/empty-state";
import { StateShape } from "@/lib/ui/state-badge";
import { orNotFound, orNull } from "@/lib/web/or-not-found";
import { screenContext } from "@/lib/web/screen-context";
import { InStep, RowsInStep } from "../../_list/in-step";
import { boxAround, readMapView } from "../../_list/map-view";
import { MarksMap } from "../../_list/marks-map";
import { readTicketNumber } from "../../_list/ticket-number";
import { TicketPanel } from "../../_ticket/ticket-panel";
import { asMark, asTask } from "../_components/as-task";
import { CellFacts } from "../_components/cell-facts";
import { FieldPage, isVolunteerOnly } from "../_components/field-page";
import { SideBySide } from "../_components/side-by-side";
import { TaskList } from "../_components/task-list";

const path = "/field/cells";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("field.cells"))("title") };
}

export default async function CellsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const context = await screenContext(path, "open_field");
  if (isVolunteerOnly(context)) notFound();
  const search = plainSearch(await searchParams);
  const [cells, frame, watched, now] = await orNotFound(
    Promise.all([
      listMyCells(context, {}),
      loadMapFrame(context, {}),
      listTickets(context, { view: "watch", cell: search.cell, pageSize: 200 }),
      readClock(context.db),
    ]),
  );
  const facts = search.cell ? await orNull(loadCell(context, { code: search.cell })) : null;
  const t = await getTranslations("field.cells");
  const tField = await getTranslations("field");
  const locale = await getLocale();
  const ticket = readTicketNumber(search.ticket);
  const hrefTo = (change: Record<string, string | number | undefined>) => hrefWith(path, search, change);
  const mine = cells.map(({ key }) => key);
  const tasks = watched.rows
    .filter(({ cellKey }) => mine.includes(cellKey))
    .map((row) => asTask(row, locale, hrefTo({ ticket: row.number }), null));
  const chosen = cells.find(({ code }) => code === search.cell);
  const box = boxAround(chosen ? [chosen.box] : cells.map((cell) => cell.box)) ?? frame.box;

  const tickets = (nothing: string) =>
    tasks.length > 0 ? (
      <RowsInStep>
        <TaskList
          label={t("tickets")}
          tasks={tasks}
          now={now.toISOString()}
          selected={ticket}
          hasOrder={false}
        />
      </RowsInStep>
    ) : (
      <p className="px-3 pb-3 text-muted">{nothing}</p>
    );
  const all = (
    <>
      <h1 className="px-3 pt-2 pb-1 text-lg font-semibold">{t("title")}</h1>
      {cells.length === 0 ? (
        <EmptyState title={t("none")} why={t("noneWhy")} />
      ) : (
        <>
          <ul aria-label={t("list")} className="border-t border-line">
            {cells.map((cell) => (
              <li key={cell.code} className="border-b border-line bg-panel">
                <Link
                  href={hrefTo({ cell: cell.code, ticket: undefined, at: undefined })}
                  scroll={false}
                  className="flex min-h-12 flex-wrap items-center gap-x-3 px-3 md:min-h-9"
                >
                  <span className="grow">
                    {ownName(locale, cell.name, cell.nameEn)}{" "}
                    <span className="text-xs text-muted">
                      {ownName(locale, cell.communityName, cell.communityNameEn)}
                    </span>
                  </span>
                  <span className={cell.open > 0 ? "" : "text-muted"}>{t("open", { count: cell.open })}</span>
                  {cell.overdue > 0 ? (
                    <span className="inline-flex items-center gap-1 text-state-overdue">
                      <StateShape group="overdue" size={14} />
                      {t("overdue", { count: cell.overdue })}
                    </span>
                  ) : null}
                </Link>
              </li>
            ))}
          </ul>
          <h2 className="px-3 pt-3 pb-1 font-semibold">{t("tickets")}</h2>
          {tickets(t("noTicketsAll"))}
        </>
      )}
    </>
  );
  const back = (
    <Link
      href={hrefTo({ cell: undefined, ticket: undefined, at: undefined })}
      scroll={false}
      className={buttonClass("quiet")}
    >
      <ArrowLeft aria-hidden className="size-4" />
      {t("allCells")}
    </Link>
  );
  const one = facts ? (
    <>
      <div className="flex flex-wrap justify-between pt-1">
        {back}
        <Link
          href={`/field/report?at=${facts.label[0].toFixed(5)},${facts.label[1].toFixed(5)},17`}
          className={buttonClass("secondary", "mr-3")}
        >
          <SquarePen aria-hidden className="size-4" />
          {t("reportHere")}
        </Link>
      </div>
      <CellFacts cell={facts} />
      <h2 className="px-3 pt-3 pb-1 font-semibold">{t("tickets")}</h2>
      {tickets(t("noTickets"))}
    </>
  ) : (
    <>
      {back}
      <EmptyState title={t("notMine")} why={t("notMineWhy")} />
    </>
  );
  return (
    <FieldPage context={context} tab="cells" isFull>
      <InStep>
        <SideBySide
          listLabel={t("list")}
          list={search.cell ? one : all}
          mapLabel={t("map")}
          map={
            <MarksMap
              // Another cell is another place: the map begins there.
              key={search.cell ?? ""}
              label={t("map")}
              frame={{ ...frame, box }}
              view={readMapView(search.at)}
              marks={tasks.map(asMark)}
              selected={ticket}
              isOnPhone
              cells={{ mine, selected: chosen?.key ?? null }}
            />
          }
          isMapOpen
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
