import { useFormatter, useLocale, useTranslations } from "next-intl";
import { limitUnits } from "@/lib/domain/deadline";
import { stateGroup } from "@/lib/domain/states";
import type { TicketDetail } from "@/lib/features/tickets/load-ticket";
import type { Locale } from "@/lib/i18n/locales";
import { ownName } from "@/lib/i18n/own-name";
import { Timeline } from "@/lib/ui/timeline";

/** What happened, newest first: a desk asks what was last. */
export function TicketHistory({ history }: { history: TicketDetail["history"] }) {
  const t = useTranslations("ticket");
  const tPost = useTranslations("post");
  const format = useFormatter();
  const locale = useLocale() as Locale;
  const day = (text: string) => format.dateTime(new Date(`${text.slice(0, 10)}T04:00:00Z`), "day");
  const names = (list: readonly string[]) => format.list(list, { type: "unit", style: "short" });
  return (
    <section aria-label={t("panel.history")}>
      <h3 className="mb-2 text-sm font-semibold">{t("panel.history")}</h3>
      <Timeline
        entries={history.toReversed().map((entry) => {
          const { said } = entry;
          const unit = limitUnits.find((one) => one === said.extension?.unit);
          const facts = [
            said.fromLevel &&
              said.toLevel &&
              t("event.levels", { from: t(`level.${said.fromLevel}`), to: t(`level.${said.toLevel}`) }),
            said.opinion && t("event.opinion", { opinion: t(`opinion.${said.opinion}`) }),
            said.grant &&
              t("event.grant", { grant: t(said.grant === "yes" ? "choice.grant" : "choice.refuse") }),
            entry.units.length > 0 &&
              t("event.units", {
                units: names(entry.units.map((one) => ownName(locale, one.name, one.nameEn))),
              }),
            entry.personNames.length > 0 && t("event.persons", { names: names(entry.personNames) }),
            said.extension &&
              unit &&
              t("event.extension", { limit: t(`limit.${unit}`, { value: said.extension.value }) }),
            said.day && t("event.day", { day: day(said.day) }),
            said.supervisionLevel && t("event.supervision", { level: said.supervisionLevel }),
            said.metres !== null && t("event.metres", { metres: said.metres }),
            said.stars && t("event.stars", { stars: said.stars }),
            said.intoNumber && t("event.into", { number: said.intoNumber }),
          ].filter((one): one is string => typeof one === "string");
          const by = entry.actorName
            ? entry.actorPost
              ? t("event.by", { post: tPost(entry.actorPost), name: entry.actorName })
              : entry.actorName
            : entry.actorKind === "public"
              ? tPost("public")
              : t("event.job");
          return {
            key: String(entry.seq),
            at: entry.at.toISOString(),
            title: t(`did.${entry.type}`),
            by,
            ...(entry.stateAfter ? { group: stateGroup(entry.stateAfter) } : {}),
            body:
              facts.length + said.words.length > 0 ? (
                <>
                  {said.words.map((words) => (
                    <p key={words} className="whitespace-pre-wrap">
                      {words}
                    </p>
                  ))}
                  {facts.length > 0 ? <p className="text-xs text-muted">{facts.join(" · ")}</p> : null}
                </>
              ) : null,
          };
        })}
      />
    </section>
  );
}
