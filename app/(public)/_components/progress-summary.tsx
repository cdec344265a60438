import { useFormatter, useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { ProgressFigures } from "@/lib/domain/progress";
import type { StateGroup } from "@/lib/domain/states";
import { countText, rateText } from "@/lib/i18n/figures";
import { Count } from "@/lib/ui/figures";
import { StateGroupBadge } from "@/lib/ui/state-badge";

/** The city's figures at one glance: counts large, each rate with what it was taken of. */
export function ProgressTotals({ figures }: { figures: ProgressFigures }) {
  const t = useTranslations("progress.totals");
  const locale = useLocale();
  const late = rateText(figures.overdue, figures.open, locale);
  const solved = rateText(figures.solved, figures.total, locale);
  return (
    <dl aria-label={t("label")} className="grid grid-cols-2 gap-x-4 gap-y-3">
      <Figure name={t("open")} value={countText(figures.open, locale)} unit={t("unit")} />
      <Figure
        name={t("overdue")}
        value={countText(figures.overdue, locale)}
        unit={late ? `${t("unit")} · ${late.rate}` : t("unit")}
        isLate={figures.overdue > 0}
      />
      <Figure name={t("solved")} value={solved?.rate ?? null} unit={solved?.of ?? ""} />
      <Figure name={t("recent")} value={countText(figures.recent, locale)} unit={t("unit")} />
    </dl>
  );
}

function Figure({
  name,
  value,
  unit,
  isLate = false,
}: {
  name: ReactNode;
  value: string | null;
  unit: ReactNode;
  isLate?: boolean;
}) {
  const t = useTranslations("ui");
  return (
    <div>
      <dt className="text-xs text-muted">{name}</dt>
      <dd className="flex flex-wrap items-baseline gap-x-1.5">
        {value === null ? (
          <span className="text-lg text-muted">{t("noData")}</span>
        ) : (
          <>
            <span className={isLate ? "text-xl font-semibold text-state-overdue" : "text-xl font-semibold"}>
              {value}
            </span>
            <span className="text-xs text-muted">{unit}</span>
          </>
        )}
      </dd>
    </div>
  );
}

/** Colour, shape, word and count of every group of states. */
export function StateCounts({
  label,
  groups,
}: {
  label: string;
  groups: readonly { group: StateGroup; count: number }[];
}) {
  return (
    <section aria-label={label}>
      <h3 className="text-xs text-muted">{label}</h3>
      <dl className="mt-1 grid grid-cols-2 gap-x-6 xl:grid-cols-1 print:grid-cols-2">
        {groups.map(({ group, count }) => (
          <div key={group} className="flex min-h-7 items-center justify-between gap-2 border-b border-line">
            <dt>
              <StateGroupBadge group={group} />
            </dt>
            <dd>
              <Count value={count} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

export function CountedAt({ at, message }: { at: Date; message: "countedAt" | "poster.subtitle" }) {
  const t = useTranslations("progress");
  const format = useFormatter();
  return (
    <time dateTime={at.toISOString()} title={format.dateTime(at, "exact")}>
      {t(message, { at: format.dateTime(at, "minute") })}
    </time>
  );
}
