import { useFormatter, useLocale, useTranslations } from "next-intl";
import type { Limit } from "@/lib/domain/deadline";
import type { TicketDetail } from "@/lib/features/tickets/load-ticket";
import type { Locale } from "@/lib/i18n/locales";
import { ownName } from "@/lib/i18n/own-name";
import { Clock } from "@/lib/ui/clock";

type Part = TicketDetail["parts"][number];

/** The units and how far each is, with its own clock and why that deadline. */
export function TicketParts({ parts, readAt }: { parts: readonly Part[]; readAt: Date }) {
  const t = useTranslations("ticket");
  const locale = useLocale() as Locale;
  return (
    <section aria-label={t("panel.parts")}>
      <h3 className="mb-1 text-sm font-semibold">{t("panel.parts")}</h3>
      {parts.length === 0 ? <p className="text-muted">{t("panel.noParts")}</p> : null}
      <ul className="grid gap-2">
        {parts.map((part) => {
          const isActive = part.state !== "returned" && part.state !== "recalled";
          const people = [
            part.section ? ownName(locale, part.section.name, part.section.nameEn) : null,
            part.person?.name,
          ].filter(Boolean);
          const phone = part.person?.phone ?? part.unit?.phone;
          return (
            <li key={part.id} className="rounded-md border border-line p-2">
              <p className="flex flex-wrap items-baseline gap-x-3">
                <span className={isActive ? "font-medium" : "text-muted line-through"}>
                  {part.unit ? ownName(locale, part.unit.name, part.unit.nameEn) : ""}
                </span>
                <span className="text-xs text-muted">
                  {t(part.role === "lead" ? "panel.lead" : "panel.co")}
                </span>
                <span className="text-xs">{t(`part.${part.state}`)}</span>
                {isActive ? (
                  <Clock
                    className="ml-auto"
                    dueAt={part.dueAt}
                    now={readAt.toISOString()}
                    stoppedAt={part.handedBackAt}
                    isPaused={part.isPaused}
                  />
                ) : null}
              </p>
              {people.length > 0 || phone ? (
                <p className="flex flex-wrap gap-x-3 text-xs text-muted">
                  {people.join(" · ")}
                  {phone ? (
                    <a className="link" href={`tel:${phone.replace(/[^+\d]/g, "")}`}>
                      {t("panel.phone", { phone })}
                    </a>
                  ) : null}
                </p>
              ) : null}
              {isActive ? <Why explanation={part.explanation} /> : null}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Why({ explanation }: { explanation: Part["explanation"] }) {
  const t = useTranslations("ticket");
  const format = useFormatter();
  const day = (text: string) => format.dateTime(new Date(`${text}T04:00:00Z`), "day");
  const minute = (text: string | Date) => format.dateTime(new Date(text), "minute");
  const limit = ({ unit, value }: Limit) => t(`limit.${unit}`, { value });
  const listed = (days: readonly string[]) =>
    format.list(
      days
        .slice(0, 12)
        .map(day)
        .concat(days.length > 12 ? ["…"] : []),
      { type: "unit", style: "narrow" },
    );
  const sentences = [
    t("why.start", { at: minute(explanation.start), limit: limit(explanation.limit) }),
    t(explanation.isWorkingTime ? "why.workingTime" : "why.roundTheClock"),
    explanation.startedOutsideWorkingTime && t("why.startedOutside"),
    explanation.skippedDays.length > 0 &&
      t("why.skipped", { days: listed(explanation.skippedDays.map((one) => one.day)) }),
    explanation.swappedWorkdays.length > 0 && t("why.swapped", { days: listed(explanation.swappedWorkdays) }),
    ...explanation.extensions.map((one) => t("why.extended", { limit: limit(one) })),
    ...explanation.pauses.map(({ from, to }) =>
      to
        ? t("why.paused", { from: minute(from), to: minute(to) })
        : t("why.pausedNow", { from: minute(from) }),
    ),
    explanation.isForecast && t("why.forecast"),
  ].filter((one) => one !== false);
  return (
    <details className="text-xs text-muted">
      <summary className="min-h-11 content-center md:min-h-0">{t("panel.why")}</summary>
      <p className="mt-1">{sentences.join(" ")}</p>
    </details>
  );
}
