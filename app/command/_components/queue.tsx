import { ArrowDown, ArrowUp } from "lucide-react";
import Link from "next/link";
import { useFormatter, useLocale, useTranslations } from "next-intl";
import { stateGroup } from "@/lib/domain/states";
import type { TicketRow, TicketSort } from "@/lib/features/tickets/list-tickets";
import type { Locale } from "@/lib/i18n/locales";
import { ownName } from "@/lib/i18n/own-name";
import { classes } from "@/lib/ui/classes";
import { Clock } from "@/lib/ui/clock";
import { StateShape } from "@/lib/ui/state-badge";
import { stateTextClass } from "@/lib/ui/state-shapes";
import { deskHref, type Params } from "./desk-href";
import { NewMark } from "./desk-live";
import { Marks } from "./marks";

type Sorting = { sort: TicketSort; order: "asc" | "desc" };

/**
 * The list: a row is one line of 36 px at the desk and three lines on a phone. Columns follow the width of the
 * pane, not of the window. The link of a row covers it whole, so that it works before any script.
 */
export function Queue({
  rows,
  now,
  params,
  sorting,
  ticket,
}: {
  rows: readonly TicketRow[];
  now: Date;
  params: Params;
  sorting: Sorting;
  /** The ticket that is open. */
  ticket: string | null;
}) {
  const t = useTranslations("command");
  // English words are longer than Chinese ones: the columns of words are wider.
  const isEnglish = useLocale() === "en";
  const head = (sort: TicketSort) => <SortLink sort={sort} params={params} sorting={sorting} />;
  const ariaSort = (...sorts: TicketSort[]) =>
    sorts.includes(sorting.sort) ? (sorting.order === "asc" ? "ascending" : "descending") : undefined;
  const th =
    "sticky top-0 z-10 h-9 border-b border-line-strong bg-ground px-2 text-left print:static print:w-auto!";
  return (
    <table className="w-full table-fixed border-collapse text-sm max-md:block print:table-auto print:text-xs">
      <caption className="sr-only">{t("list")}</caption>
      <thead className="text-xs text-muted max-md:sr-only">
        <tr>
          <th
            scope="col"
            aria-sort={ariaSort("number")}
            className={classes(th, "w-[122px] hidden @xl:table-cell print:table-cell")}
          >
            {head("number")}
          </th>
          <th
            scope="col"
            aria-sort={ariaSort("state")}
            className={classes(th, isEnglish ? "w-[142px] @3xl:w-[232px]" : "w-[116px] @3xl:w-[166px]")}
          >
            {head("state")}
          </th>
          <th scope="col" aria-sort={ariaSort("class", "place")} className={th}>
            <span className="flex gap-3">
              {head("class")}
              {head("place")}
            </span>
          </th>
          <th
            scope="col"
            aria-sort={ariaSort("cell")}
            className={classes(th, "w-[170px] hidden @5xl:table-cell print:table-cell")}
          >
            {head("cell")}
          </th>
          <th
            scope="col"
            aria-sort={ariaSort("unit")}
            className={classes(th, "w-[150px] hidden @3xl:table-cell print:table-cell")}
          >
            {head("unit")}
          </th>
          <th
            scope="col"
            aria-sort={ariaSort("due", "reported")}
            className={classes(th, isEnglish ? "w-[158px]" : "w-[124px]")}
          >
            {sorting.sort === "reported" ? head("reported") : head("due")}
          </th>
        </tr>
      </thead>
      <tbody className="max-md:block">
        {rows.map((row) => (
          <Row
            key={row.number}
            row={row}
            now={now}
            isOpen={row.number === ticket}
            isByReport={sorting.sort === "reported"}
            href={deskHref(params, { ticket: row.number })}
          />
        ))}
      </tbody>
    </table>
  );
}

function SortLink({ sort, params, sorting }: { sort: TicketSort; params: Params; sorting: Sorting }) {
  const t = useTranslations();
  const isCurrent = sorting.sort === sort;
  const isDown = isCurrent && sorting.order === "asc";
  const column = t(`command.column.${sort}`);
  const Icon = sorting.order === "asc" ? ArrowUp : ArrowDown;
  return (
    <Link
      href={deskHref(params, { sort, order: isDown ? "desc" : "asc" })}
      title={t(isDown ? "ui.sortDescending" : "ui.sortAscending", { column })}
      className={classes(
        "inline-flex h-8 min-w-8 items-center gap-1 font-medium whitespace-nowrap hover:text-ink",
        isCurrent && "text-ink",
      )}
      scroll={false}
      prefetch={false}
    >
      {column}
      {isCurrent ? <Icon aria-hidden className="size-3.5" /> : null}
    </Link>
  );
}

function Row({
  row,
  now,
  isOpen,
  isByReport,
  href,
}: {
  row: TicketRow;
  now: Date;
  isOpen: boolean;
  isByReport: boolean;
  href: string;
}) {
  const t = useTranslations("command");
  const tState = useTranslations("state");
  const locale = useLocale() as Locale;
  const className = ownName(locale, row.className, row.classNameEn);
  const cell = cellWords(
    ownName(locale, row.communityName, row.communityNameEn),
    ownName(locale, row.cellName, row.cellNameEn),
  );
  const unit = row.unitName ? ownName(locale, row.unitName, row.unitNameEn) : null;
  return (
    <tr
      data-number={row.number}
      data-group={stateGroup(row.state, row.isOverdue, row.isSuspended)}
      aria-current={isOpen ? "true" : undefined}
      className={classes(
        "relative h-9 scroll-mt-9 border-b border-line hover:bg-sunken data-[hovered]:bg-sunken has-focus-visible:bg-sunken",
        "aria-[current]:bg-accent-soft aria-[current]:shadow-[inset_3px_0_0_var(--accent)]",
        "max-md:grid max-md:h-auto max-md:grid-cols-[minmax(0,1fr)_auto] max-md:gap-x-2 max-md:px-3 max-md:py-2",
      )}
    >
      <td className="relative z-[1] hidden px-2 text-muted tabular-nums select-all @xl:table-cell print:table-cell">
        {row.number}
      </td>
      <td className="truncate px-2 max-md:order-2 max-md:px-0">
        <RowState row={row} />
      </td>
      <td className="px-2 max-md:order-1 max-md:col-span-2 max-md:px-0">
        {/* Plain text that ends in one ellipsis: the class stays whole, the place gives way. */}
        <span className="block truncate leading-7 max-md:leading-6 print:whitespace-normal print:leading-5">
          <NewMark number={row.number} />
          <Marks ticket={row} />
          <Link
            href={href}
            scroll={false}
            prefetch={false}
            data-row
            aria-label={t("rowLabel", {
              className,
              place: row.placeWords,
              state: tState(row.state),
              number: row.number,
            })}
            className="mr-1.5 scroll-my-12 font-medium after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
          >
            {className}
          </Link>
          <span className="text-muted max-md:block max-md:truncate" title={row.placeWords}>
            {row.placeWords}
          </span>
        </span>
      </td>
      <td className="hidden truncate px-2 text-muted @5xl:table-cell print:table-cell" title={cell}>
        {cell}
      </td>
      <td className="hidden truncate px-2 @3xl:table-cell print:table-cell" title={unit ?? undefined}>
        {unit ?? <span className="text-muted">{t("noUnit")}</span>}
      </td>
      <td className="truncate px-2 max-md:order-3 max-md:px-0 max-md:text-right">
        <RowTime row={row} now={now} isByReport={isByReport} />
      </td>
    </tr>
  );
}

/** A cell is mostly named after its community; then the community need not be said twice. */
export function cellWords(community: string, cell: string): string {
  return cell.startsWith(community) ? cell : `${community} · ${cell}`;
}

/** Shape, colour and word; lateness in words too where there is room, as the deadline beside it says it. */
function RowState({ row }: { row: TicketRow }) {
  const t = useTranslations("state");
  const group = stateGroup(row.state, row.isOverdue, row.isSuspended);
  const more = group === "overdue" ? t("isOverdue") : group === "suspended" ? t("isSuspended") : null;
  const words = more ? `${t(row.state)} · ${more}` : t(row.state);
  return (
    <span className="inline-flex max-w-full items-center gap-1.5 align-middle" title={words}>
      <StateShape group={group} />
      <span className={classes(stateTextClass[group], "min-w-0 truncate font-medium")}>
        {t(row.state)}
        {more ? <span className="@max-3xl:md:sr-only"> · {more}</span> : null}
      </span>
    </span>
  );
}

/** The deadline that presses; of what has ended, when it did; and when it was reported where the list runs by that. */
function RowTime({ row, now, isByReport }: { row: TicketRow; now: Date; isByReport: boolean }) {
  const t = useTranslations("command");
  const format = useFormatter();
  const moment = (at: Date, words: string) => (
    <time dateTime={at.toISOString()} title={format.dateTime(at, "exact")} className="text-muted">
      {words}
    </time>
  );
  if (isByReport) return moment(row.reportedAt, format.dateTime(row.reportedAt, "shortMinute"));
  if (row.endedAt)
    return moment(row.endedAt, t("endedAt", { at: format.dateTime(row.endedAt, "shortMinute") }));
  return (
    <Clock dueAt={row.dueAt?.toISOString() ?? null} now={now.toISOString()} isPaused={row.isSuspended} />
  );
}
