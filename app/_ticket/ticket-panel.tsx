import { ArrowLeft, MapPin } from "lucide-react";
import Link from "next/link";
import { getFormatter, getLocale, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { loadCommandChoices } from "@/lib/features/tickets/load-command-choices";
import { loadTicket, type TicketDetail } from "@/lib/features/tickets/load-ticket";
import { ClientMessages } from "@/lib/i18n/client-messages";
import type { Locale } from "@/lib/i18n/locales";
import { ownName } from "@/lib/i18n/own-name";
import { buttonClass, iconButtonClass } from "@/lib/ui/button-class";
import { Clock } from "@/lib/ui/clock";
import { EmptyState } from "@/lib/ui/empty-state";
import { PhotoStrip } from "@/lib/ui/photo-strip";
import { PrintButton } from "@/lib/ui/print-button";
import { StateBadge } from "@/lib/ui/state-badge";
import { orNull } from "@/lib/web/or-not-found";
import type { StaffContext } from "@/lib/web/request-context";
import { orderedCommands } from "./command-fields";
import { type LastEvent, TicketCommands } from "./ticket-commands";
import { TicketHistory } from "./ticket-history";
import { TicketMarks } from "./ticket-marks";
import { TicketOverlays } from "./ticket-overlays";
import { TicketParts } from "./ticket-parts";

/** One ticket, whole: what it is, how it stands, who works on it, what this person may do, and what happened. */
export async function TicketPanel({
  context,
  number,
  closeHref,
  mapHref,
}: {
  context: StaffContext;
  number: string;
  closeHref: string;
  /** Where the screen's own map shows this ticket. */
  mapHref?: string;
}) {
  const t = await getTranslations("ticket");
  const detail = await orNull(loadTicket(context, { number }));
  if (!detail)
    return (
      <EmptyState title={t("panel.notFoundTitle")} why={t("panel.notFoundWhy")}>
        <Link href={closeHref} className={buttonClass("primary")}>
          {t("panel.back")}
        </Link>
      </EmptyState>
    );
  const { ticket } = detail;
  const choices = await loadCommandChoices(context, { number });
  return (
    <article aria-labelledby="ticket-number" className="grid gap-4 p-3 md:p-4">
      <PanelHead detail={detail} closeHref={closeHref} />
      <Clocks detail={detail} />
      <p className="whitespace-pre-wrap">{detail.description}</p>
      <Photos detail={detail} />
      <ClientMessages also={["ticket"]}>
        <TicketCommands
          key={ticket.number}
          number={ticket.number}
          version={ticket.version}
          state={ticket.state}
          last={lastEvent(detail)}
          order={orderedCommands(detail.commands)}
          choices={{
            ...choices,
            conditions: detail.conditions,
            proposedConditionId: proposedCondition(detail),
            supervisionLevel: ticket.supervisionLevel,
            classId: ticket.classId,
            place: { lng: ticket.lng, lat: ticket.lat, words: ticket.placeWords },
          }}
        />
      </ClientMessages>
      <Facts detail={detail} {...(mapHref ? { mapHref } : {})} />
      <TicketParts parts={detail.parts} readAt={detail.readAt} />
      <TicketOverlays overlays={detail.overlays} />
      <TicketHistory history={detail.history} />
    </article>
  );
}

function lastEvent({ history }: TicketDetail): LastEvent | null {
  const last = history.at(-1);
  return last ? { by: last.actorName, command: last.type } : null;
}

/** What the acceptor proposed last, while the ticket itself has no condition yet. */
function proposedCondition({ ticket, history, conditions }: TicketDetail): string | null {
  const proposal = history.findLast(({ type }) => type === "propose_filing");
  const wanted = ticket.conditionId ?? proposal?.said.conditionId;
  return conditions.find(({ id }) => id === wanted)?.id ?? null;
}

async function PanelHead({ detail, closeHref }: { detail: TicketDetail; closeHref: string }) {
  const t = await getTranslations("ticket");
  const format = await getFormatter();
  const locale = (await getLocale()) as Locale;
  const { ticket, class: kind } = detail;
  return (
    <header className="grid gap-1">
      <div className="flex items-start gap-2">
        <Link
          href={closeHref}
          className={iconButtonClass()}
          aria-label={t("panel.back")}
          title={t("panel.back")}
        >
          <ArrowLeft aria-hidden className="size-5" />
        </Link>
        <div className="min-w-0 grow">
          <h2 className="text-base font-semibold">{ownName(locale, kind.name, kind.nameEn)}</h2>
          <p id="ticket-number" className="text-xs text-muted tabular-nums">
            {ticket.number}
          </p>
        </div>
        <PrintButton label={t("panel.print")} kind="icon" />
      </div>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <StateBadge
          state={ticket.state}
          isOverdue={ticket.isOverdue || ticket.isStepOverdue}
          isSuspended={ticket.isSuspended}
        />
        <TicketMarks ticket={ticket} isDanger={kind.isDanger} />
      </p>
      <p>{ticket.placeWords}</p>
      <p className="print-only text-xs text-muted">
        {t("panel.printedAt", { at: format.dateTime(detail.readAt, "minute") })}
      </p>
    </header>
  );
}

async function Clocks({ detail: { ticket, readAt } }: { detail: TicketDetail }) {
  const t = await getTranslations("ticket.panel");
  const now = readAt.toISOString();
  const rows: [string, ReactNode][] = [];
  if (ticket.stepDueAt) rows.push([t("clockStep"), <Clock key="step" dueAt={ticket.stepDueAt} now={now} />]);
  if (ticket.unitDueAt)
    rows.push([
      t("clockUnit"),
      <Clock
        key="unit"
        dueAt={ticket.unitDueAt}
        now={now}
        stoppedAt={ticket.handedBackAt}
        isPaused={ticket.isSuspended}
      />,
    ]);
  if (ticket.promiseDueAt)
    rows.push([
      t("clockPromise"),
      <Clock key="promise" dueAt={ticket.promiseDueAt} now={now} stoppedAt={ticket.endedAt} />,
    ]);
  if (rows.length === 0) return null;
  return (
    <dl aria-label={t("clocks")} className="flex flex-wrap gap-x-6 gap-y-1 border-y border-line py-2">
      {rows.map(([name, clock]) => (
        <div key={name} className="flex items-baseline gap-2">
          <dt className="text-xs text-muted">{name}</dt>
          <dd>{clock}</dd>
        </div>
      ))}
    </dl>
  );
}

async function Facts({ detail, mapHref }: { detail: TicketDetail; mapHref?: string }) {
  const t = await getTranslations("ticket");
  const format = await getFormatter();
  const locale = (await getLocale()) as Locale;
  const { ticket, class: kind, cell, path, reporter } = detail;
  const named = (one: { name: string; nameEn: string | null }) => ownName(locale, one.name, one.nameEn);
  const facts: [string, ReactNode][] = [
    [
      t("panel.class"),
      <span key="c">
        {named({ name: kind.majorName, nameEn: kind.majorNameEn })} · {named(kind)}{" "}
        <span className="text-muted tabular-nums">{kind.code}</span>
      </span>,
    ],
    [
      t("panel.place"),
      <span key="p" className="inline-flex flex-wrap items-center gap-x-2">
        {ticket.placeWords}
        {mapHref ? (
          <Link href={mapHref} className="link inline-flex items-center gap-1 no-print">
            <MapPin aria-hidden className="size-4" />
            {t("panel.openMap")}
          </Link>
        ) : null}
      </span>,
    ],
    [
      t("panel.area"),
      <span key="a">
        {path.map(named).join(" › ")} › {named(cell)}{" "}
        <span className="text-muted tabular-nums">{cell.code}</span>
        {" · "}
        {t(ticket.isInReviewArea ? "panel.inReview" : "panel.outsideReview")}
      </span>,
    ],
    [
      t("panel.reportedAt"),
      `${format.dateTime(new Date(ticket.reportedAt), "minute")} · ${t(`channel.${ticket.channel}`)}${detail.reportedBy ? ` · ${detail.reportedBy}` : ""}`,
    ],
  ];
  if (reporter && ["public", "hotline"].includes(ticket.channel))
    facts.push([
      t("panel.reporter"),
      reporter.name || reporter.phone ? (
        <span key="r">
          {reporter.name}{" "}
          {reporter.phone ? (
            <a className="link" href={`tel:${reporter.phone.replace(/[^+\d]/g, "")}`}>
              {reporter.phone}
            </a>
          ) : null}
        </span>
      ) : (
        t("panel.reporterNone")
      ),
    ]);
  if (detail.desk) facts.push([t("panel.desk"), `${named(detail.desk)} · ${t(`level.${ticket.level}`)}`]);
  if (detail.taskUserName && ticket.taskKind)
    facts.push([
      t("panel.task"),
      t(ticket.taskKind === "check" ? "panel.taskCheck" : "panel.taskInspection", {
        name: detail.taskUserName,
      }),
    ]);
  if (ticket.publicReply) facts.push([t("panel.reply"), ticket.publicReply]);
  if (ticket.rating) facts.push([t("panel.rating"), t("event.stars", { stars: ticket.rating })]);
  if (detail.mergedInto) facts.push(["", t("panel.mergedInto", { number: detail.mergedInto })]);
  const legal = kind.legalBasis.map(
    ({ zh, article, verified }) =>
      `${zh}${article ? ` ${article}` : ""}${verified ? "" : t("panel.unverified")}`,
  );
  if (legal.length > 0) facts.push([t("panel.legal"), legal.join("；")]);
  return (
    <dl className="grid gap-y-1.5 md:grid-cols-[7em_1fr]">
      {facts.map(([name, value], index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the facts of one ticket in a fixed order
        <div key={index} className="contents">
          <dt className="text-xs text-muted md:pt-px">{name}</dt>
          <dd className="min-w-0 mb-1 md:mb-0">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

async function Photos({ detail }: { detail: TicketDetail }) {
  const t = await getTranslations("ticket.panel");
  const tBatch = await getTranslations("ui.photo.batch");
  return (
    <section aria-label={t("photos")}>
      <h3 className="mb-1 text-sm font-semibold">{t("photos")}</h3>
      <PhotoStrip
        photos={detail.photos.map(({ id, width, height, batch }) => ({
          id,
          width,
          height,
          caption: batch ? tBatch(batch) : "",
        }))}
      />
    </section>
  );
}
