import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { stateGroup, type TicketState } from "@/lib/domain/states";
import type { DutyRow } from "@/lib/features/units/list-duties";
import { ownName } from "@/lib/i18n/own-name";
import { Clock } from "@/lib/ui/clock";
import { type Column, DataTable } from "@/lib/ui/data-table";
import { StateBadge } from "@/lib/ui/state-badge";
import { QuickReceive } from "./quick-receive";

/** The own part's state while the unit holds it; afterwards what has become of the ticket. */
export function dutyState({ cut, part, state }: Pick<DutyRow, "cut" | "part" | "state">): TicketState {
  if (cut === "ended") return state;
  if (part === "assigned" || part === "handling" || part === "unit_review") return part;
  return state === "inspecting" || state === "closing" ? state : "handed_back";
}

export function isLateNow({ cut, isLate }: Pick<DutyRow, "cut" | "isLate">): boolean {
  return isLate && cut !== "handed_back" && cut !== "ended";
}

export function dutyGroup(row: DutyRow) {
  return stateGroup(dutyState(row), isLateNow(row), row.isSuspended);
}

type Sort = { href: string; current: "ascending" | "descending" | null };

/** At the desk a table of 36 px rows; on a phone each row says the same in three lines under a thumb. */
export function DutyTable({
  rows,
  now,
  hrefOf,
  sortOf,
  selected,
  mayReceive,
  isNarrow,
  empty,
}: {
  rows: readonly DutyRow[];
  /** ISO time of reading. */
  now: string;
  hrefOf: (number: string) => string;
  sortOf: (sort: "due" | "number" | "class" | "place" | "person") => Sort;
  selected: string | null;
  mayReceive: boolean;
  /** A ticket stands open beside it: only what tells rows apart. */
  isNarrow: boolean;
  empty: ReactNode;
}) {
  const t = useTranslations("unit");
  const locale = useLocale();
  const clock = (row: DutyRow) => (
    <Clock
      dueAt={row.dueAt.toISOString()}
      now={now}
      stoppedAt={row.handedBackAt?.toISOString() ?? row.endedAt?.toISOString() ?? null}
      isPaused={row.isPaused}
    />
  );
  const person = (row: DutyRow) =>
    row.personName ?? (
      <span className="text-muted">
        {row.sectionName ? ownName(locale, row.sectionName, row.sectionNameEn) : t("nobodyYet")}
      </span>
    );
  const columns: (Column<DutyRow> | null)[] = [
    {
      key: "state",
      head: t("column.state"),
      cell: (row) => (
        <StateBadge state={dutyState(row)} isOverdue={isLateNow(row)} isSuspended={row.isSuspended} />
      ),
      isDeskOnly: true,
    },
    {
      key: "what",
      head: t("column.what"),
      sort: sortOf("class"),
      cell: (row) => (
        <div className="min-w-0">
          <Link
            href={hrefOf(row.number)}
            scroll={false}
            data-ticket={row.number}
            className="flex min-h-11 flex-wrap items-center gap-x-2 font-medium hover:underline md:min-h-0 md:font-normal"
          >
            {ownName(locale, row.className, row.classNameEn)}
            <Marks row={row} />
          </Link>
          <p className="-mt-1.5 flex flex-wrap items-center gap-x-3 text-xs md:hidden">
            <StateBadge state={dutyState(row)} isOverdue={isLateNow(row)} isSuspended={row.isSuspended} />
            {clock(row)}
          </p>
          <p className="pb-1 text-muted text-xs md:hidden">
            {row.placeWords} · {person(row)}
          </p>
        </div>
      ),
    },
    {
      key: "place",
      head: t("column.place"),
      sort: sortOf("place"),
      cell: (row) => (
        <span className="line-clamp-1" title={row.placeWords}>
          {row.placeWords}
        </span>
      ),
      isDeskOnly: true,
    },
    isNarrow
      ? null
      : {
          key: "person",
          head: t("column.person"),
          sort: sortOf("person"),
          cell: person,
          isDeskOnly: true,
          className: "whitespace-nowrap",
        },
    { key: "due", head: t("column.due"), sort: sortOf("due"), cell: clock, isDeskOnly: true },
    isNarrow
      ? null
      : {
          key: "number",
          head: t("column.number"),
          sort: sortOf("number"),
          cell: (row) => row.number,
          isDeskOnly: true,
        },
    mayReceive && rows.some(({ cut }) => cut === "receive")
      ? {
          key: "action",
          head: t("column.action"),
          cell: (row) =>
            row.cut === "receive" ? <QuickReceive number={row.number} version={row.version} /> : null,
          className: "text-right align-middle",
        }
      : null,
  ];
  return (
    <DataTable
      caption={t("list")}
      columns={columns.filter((column) => column !== null)}
      rows={rows}
      rowKey={(row) => `${row.number} ${row.unitName}`}
      isSelected={(row) => row.number === selected}
      empty={empty}
      className="h-full"
    />
  );
}

/** What presses beside the clock, in words. */
export function Marks({ row }: { row: DutyRow }) {
  const t = useTranslations("unit");
  const state = useTranslations("state");
  const words = [
    row.isDanger ? t("danger") : null,
    row.role === "co" ? t("coUnit") : null,
    row.supervisionLevel > 0 ? t("supervised", { level: row.supervisionLevel }) : null,
    row.urgeCount > 0 ? t("urged", { count: row.urgeCount }) : null,
    row.reworkCount > 0 ? t("reworked", { count: row.reworkCount }) : null,
    row.isDisputed ? state("isDisputed") : null,
  ].filter((word) => word !== null);
  return words.map((word) => (
    <span
      key={word}
      className="rounded-sm border border-line-strong px-1 text-xs font-normal whitespace-nowrap"
    >
      {word}
    </span>
  ));
}
