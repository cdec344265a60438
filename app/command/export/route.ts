import { getFormatter, getLocale, getTranslations } from "next-intl/server";
import { AppError } from "@/lib/domain/errors";
import { env } from "@/lib/env";
import { rolesAllowed } from "@/lib/features/command";
import { toCsv } from "@/lib/features/shared/write-csv";
import { exportLimit, exportTickets, type TicketRow } from "@/lib/features/tickets/list-tickets";
import type { Locale } from "@/lib/i18n/locales";
import { ownName } from "@/lib/i18n/own-name";
import { reply } from "@/lib/web/reply";
import { currentSession, requestContext } from "@/lib/web/request-context";
import { readDeskAddress, searchOf } from "../_components/desk-address";

/** The list of the desk as a file: the same rows in the same order, at most `exportLimit`, and it says when there were more. */
export async function GET(request: Request): Promise<Response> {
  return reply(async () => {
    const context = await requestContext();
    if (!(await currentSession())) throw new AppError("not_signed_in");
    if (rolesAllowed(context.actor, "open_command").length === 0) throw new AppError("forbidden");
    const { list } = readDeskAddress(searchOf(new URL(request.url).searchParams));
    const { rows, total, now } = await exportTickets(context, { ...list, view: list.view ?? "watch" });
    const { head, line } = await columns();
    const t = await getTranslations("command.csv");
    const cut = total > rows.length ? [[t("cut", { total, limit: exportLimit })]] : [];
    // The city's day, written the same in every language.
    const day = new Intl.DateTimeFormat("en-CA", { timeZone: env().GRIDKEEP_TZ }).format(now);
    const name = `${t("file")}-${day}.csv`;
    return new Response(toCsv([head, ...rows.map(line), ...cut]), {
      headers: {
        "Content-Type": "text/csv; charset=utf-8",
        "Content-Disposition": `attachment; filename="tickets-${day}.csv"; filename*=UTF-8''${encodeURIComponent(name)}`,
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
      },
    });
  });
}

/** Heads and cells in the reader's language; times are the city's, and no reporter's data is among them. */
async function columns() {
  const t = await getTranslations();
  const format = await getFormatter();
  const locale = (await getLocale()) as Locale;
  const yes = (is: boolean) => (is ? t("command.csv.yes") : t("command.csv.no"));
  const time = (at: Date | null) => (at ? format.dateTime(at, "minute") : "");
  const all: [string, (row: TicketRow) => string | number][] = [
    [t("command.column.number"), (row) => row.number],
    [t("command.column.state"), (row) => t(`state.${row.state}`)],
    [t("command.csv.classCode"), (row) => row.classCode],
    [t("command.column.class"), (row) => ownName(locale, row.className, row.classNameEn)],
    [t("command.column.place"), (row) => row.placeWords],
    [t("command.csv.community"), (row) => ownName(locale, row.communityName, row.communityNameEn)],
    [t("command.csv.cellCode"), (row) => row.cellCode],
    [t("command.filter.cell"), (row) => ownName(locale, row.cellName, row.cellNameEn)],
    [t("command.column.unit"), (row) => (row.unitName ? ownName(locale, row.unitName, row.unitNameEn) : "")],
    [t("command.csv.channel"), (row) => t(`ticket.channel.${row.channel}`)],
    [t("command.csv.level"), (row) => t(`ticket.level.${row.level}`)],
    [t("command.column.reported"), (row) => time(row.reportedAt)],
    [t("command.csv.due"), (row) => time(row.dueAt)],
    [t("command.csv.ended"), (row) => time(row.endedAt)],
    [t("command.csv.overdue"), (row) => yes(row.isOverdue)],
    [t("command.csv.suspended"), (row) => yes(row.isSuspended)],
    [t("command.csv.disputed"), (row) => yes(row.isDisputed)],
    [t("command.csv.supervision"), (row) => row.supervisionLevel],
    [t("command.csv.urged"), (row) => row.urgeCount],
    [t("command.csv.rework"), (row) => row.reworkCount],
    [t("command.csv.lng"), (row) => row.lng],
    [t("command.csv.lat"), (row) => row.lat],
  ];
  return {
    head: all.map(([name]) => name),
    line: (row: TicketRow) => all.map(([, cell]) => cell(row)),
  };
}
