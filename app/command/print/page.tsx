import type { Metadata } from "next";
import Link from "next/link";
import { getFormatter, getLocale, getTranslations } from "next-intl/server";
import { loadDeskFilters } from "@/lib/features/desk/load-desk-filters";
import { countViews, listTickets, type TicketRow } from "@/lib/features/tickets/list-tickets";
import type { Locale } from "@/lib/i18n/locales";
import { ownName } from "@/lib/i18n/own-name";
import { buttonClass } from "@/lib/ui/button-class";
import { PrintButton } from "@/lib/ui/print-button";
import { StateBadge } from "@/lib/ui/state-badge";
import { commandContext } from "@/lib/web/command-context";
import { readDeskAddress, type Search } from "../_components/desk-address";
import { deskHref } from "../_components/desk-href";
import { filterChips } from "../_components/filter-chips";
import { Marks } from "../_components/marks";
import { cellWords } from "../_components/queue";

const most = 200;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("command.duty"))("title") };
}

/** The list as one carries it: black on A4, every row whole, room for remarks, and who made it when. */
export default async function DutyListPage({ searchParams }: { searchParams: Promise<Search> }) {
  const { params, list } = readDeskAddress(await searchParams);
  const context = await commandContext(deskHref(params, {}, "/command/print"));
  const t = await getTranslations();
  const format = await getFormatter();
  const locale = (await getLocale()) as Locale;
  const { canMove } = await countViews(context, {});
  const view = list.view ?? (canMove ? "todo" : "watch");
  const { rows, total, now } = await listTickets(context, { ...list, view, page: 1, pageSize: most });
  const filters = await loadDeskFilters(context, list.cell ? { cell: list.cell } : {});
  const chips = filterChips(params, filters, locale, t, format);
  const [appointment] = context.actor.appointments;
  return (
    <main id="content" className="mx-auto w-full max-w-[1100px] px-4 py-4 print:max-w-none print:p-0">
      <div className="mb-3 flex items-center gap-2 no-print">
        <Link href={deskHref(params)} className={buttonClass()}>
          {t("command.duty.back")}
        </Link>
        <PrintButton label={t("command.duty.print")} kind="primary" />
      </div>
      <h1 className="text-lg font-semibold">{`${t("command.duty.title")} · ${t(`command.view.${view}`)}`}</h1>
      <p className="mt-1 text-muted">
        {t("command.duty.made", {
          person: context.actor.name,
          post: appointment ? t(`post.${appointment.post}`) : "",
          at: format.dateTime(now, "minute"),
        })}{" "}
        {total > rows.length
          ? t("command.duty.cut", { total, limit: most })
          : t("command.duty.count", { total })}
      </p>
      {chips.length > 0 ? (
        <p className="text-muted">
          {t("command.duty.filters", {
            filters: chips.map(({ words }) => words).join(t("command.listSeparator")),
          })}
        </p>
      ) : null}
      {rows.length === 0 ? (
        <p className="mt-6">{t(chips.length > 0 ? "command.empty.filtered" : `command.empty.${view}`)}</p>
      ) : (
        <DutyTable rows={rows} locale={locale} />
      )}
    </main>
  );
}

async function DutyTable({ rows, locale }: { rows: readonly TicketRow[]; locale: Locale }) {
  const t = await getTranslations();
  const format = await getFormatter();
  const time = (at: Date | null) => (at ? format.dateTime(at, "shortMinute") : "");
  const heads = [
    t("command.column.number"),
    t("command.column.state"),
    `${t("command.column.class")} · ${t("command.column.place")}`,
    t("command.column.cell"),
    t("command.column.unit"),
    t("command.csv.due"),
    t("command.duty.remark"),
  ];
  const td = "border-b border-line px-1.5 py-1 align-top";
  return (
    <section
      aria-label={t("command.list")}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
      tabIndex={0}
      className="relative mt-3 overflow-x-auto print:overflow-visible"
    >
      <table className="w-full min-w-[720px] border-collapse text-xs print:min-w-0">
        <caption className="sr-only">{t("command.list")}</caption>
        <thead>
          <tr>
            {heads.map((head) => (
              <th
                key={head}
                scope="col"
                className="border-b border-line-strong px-1.5 py-1 text-left font-medium whitespace-nowrap nth-3:w-[34%] last:w-20"
              >
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.number}>
              <td className={`${td} whitespace-nowrap tabular-nums`}>{row.number}</td>
              <td className={td}>
                <StateBadge state={row.state} isOverdue={row.isOverdue} isSuspended={row.isSuspended} />
              </td>
              <td className={td}>
                <span className="font-medium">{ownName(locale, row.className, row.classNameEn)}</span>{" "}
                <Marks ticket={row} />
                <br />
                {row.placeWords}
              </td>
              <td className={td}>
                {cellWords(
                  ownName(locale, row.communityName, row.communityNameEn),
                  ownName(locale, row.cellName, row.cellNameEn),
                )}
              </td>
              <td className={td}>
                {row.unitName ? ownName(locale, row.unitName, row.unitNameEn) : t("command.noUnit")}
              </td>
              <td className={`${td} whitespace-nowrap`}>
                {row.endedAt
                  ? t("command.endedAt", { at: time(row.endedAt) })
                  : time(row.dueAt) || t("ui.clock.none")}
              </td>
              <td className={td} />
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
