import { useFormatter, useLocale, useTranslations } from "next-intl";
import { limitUnits } from "@/lib/domain/deadline";
import type { TicketDetail } from "@/lib/features/tickets/load-ticket";
import type { Locale } from "@/lib/i18n/locales";
import { ownName } from "@/lib/i18n/own-name";

/** What lies over the state: who asked, who decided, until when. */
export function TicketOverlays({ overlays }: { overlays: TicketDetail["overlays"] }) {
  const t = useTranslations("ticket");
  const format = useFormatter();
  const locale = useLocale() as Locale;
  if (overlays.length === 0) return null;
  const minute = (at: string) => format.dateTime(new Date(at), "minute");
  const day = (at: string) => format.dateTime(new Date(at), "day");
  return (
    <section aria-label={t("panel.overlays")}>
      <h3 className="mb-1 text-sm font-semibold">{t("panel.overlays")}</h3>
      <ul className="grid gap-2">
        {overlays.toReversed().map((overlay) => {
          const { details } = overlay;
          const unit = limitUnits.find((one) => one === details.unit);
          const facts = [
            overlay.until && t("overlayText.until", { day: day(overlay.until) }),
            details.reviewOn && t("overlayText.reviewOn", { day: day(`${details.reviewOn}T04:00:00Z`) }),
            unit &&
              details.value &&
              t("overlayText.extension", { limit: t(`limit.${unit}`, { value: details.value }) }),
            details.plan && t("overlayText.plan", { plan: details.plan }),
            details.number && t("overlayText.supervision", { number: details.number }),
            details.stars && t("event.stars", { stars: details.stars }),
            ...overlay.called.map(({ name, arrival }) => {
              const called = name ? ownName(locale, name.name, name.nameEn) : "";
              return arrival
                ? t("overlayText.arrived", { unit: called, at: minute(arrival.at), metres: arrival.metres })
                : t("overlayText.notArrived", { unit: called });
            }),
          ].filter(Boolean);
          const isOpen = overlay.state === "requested" || overlay.state === "active";
          return (
            <li key={overlay.id} className="rounded-md border border-line p-2">
              <p className="flex flex-wrap items-baseline gap-x-3">
                <span className={isOpen ? "font-medium" : "text-muted"}>{t(`overlay.${overlay.kind}`)}</span>
                <span className="text-xs">{t(`overlayState.${overlay.state}`)}</span>
                <span className="ml-auto text-xs text-muted">
                  {t("overlayText.asked", {
                    by: overlay.asked
                      ? ownName(locale, overlay.asked.name, overlay.asked.nameEn)
                      : t("overlayText.system"),
                    at: minute(overlay.askedAt),
                  })}
                </span>
              </p>
              <p>{overlay.reason}</p>
              {facts.length > 0 ? <p className="text-xs text-muted">{facts.join(" · ")}</p> : null}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
