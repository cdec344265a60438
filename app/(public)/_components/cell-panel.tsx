import { X } from "lucide-react";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { ProgressArea, ProgressCell } from "@/lib/domain/progress";
import type { StateGroup } from "@/lib/domain/states";
import { ownName } from "@/lib/i18n/own-name";
import { buttonClass, iconButtonClass } from "@/lib/ui/button-class";
import { Count, Rate } from "@/lib/ui/figures";
import { placeText } from "../../_place/place-text";
import { StateCounts } from "./progress-summary";

/** What is known of the chosen cell. */
export function CellPanel({
  cell,
  path,
  groups,
  closeHref,
}: {
  cell: ProgressCell;
  path: readonly ProgressArea[];
  groups: readonly { group: StateGroup; count: number }[];
  closeHref: string;
}) {
  const t = useTranslations("progress");
  const locale = useLocale();
  return (
    <section
      id="cell"
      aria-label={t("cell.label")}
      className="border-b border-line bg-panel p-4 print:border-0 print:px-4"
    >
      <div className="flex items-start gap-2">
        <div className="min-w-0 grow">
          <h2 className="text-base font-semibold">{ownName(locale, cell.name, cell.nameEn)}</h2>
          <p className="text-xs text-muted">
            {path.map((area) => ownName(locale, area.name, area.nameEn)).join(" › ")}
          </p>
          <p className="text-xs text-muted">{t("cell.code", { code: cell.code })}</p>
        </div>
        <Link
          href={closeHref}
          scroll={false}
          aria-label={t("cell.close")}
          title={t("cell.close")}
          className={iconButtonClass()}
        >
          <X aria-hidden className="size-5" />
        </Link>
      </div>
      <dl className="mt-3">
        <Line name={t("cell.open")}>
          <Count value={cell.open} />
        </Line>
        <Line name={t("cell.overdue")}>
          <Count value={cell.overdue} className={cell.overdue > 0 ? "font-medium text-state-overdue" : ""} />
        </Line>
        <Line name={t("cell.solved")}>
          <Rate part={cell.solved} whole={cell.total} />
        </Line>
        <Line name={t("cell.recent")}>
          <Count value={cell.recent} />
        </Line>
        <Line name={t("cell.ended")}>
          <Count value={cell.ended} />
        </Line>
      </dl>
      <div className="mt-3">
        <StateCounts label={t("states")} groups={groups} />
      </div>
      <p className="mt-4">
        <Link href={`/report?at=${placeText(cell)}`} className={buttonClass("secondary")}>
          {t("cell.reportHere")}
        </Link>
      </p>
    </section>
  );
}

function Line({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex min-h-8 items-center justify-between gap-3 border-b border-line">
      <dt className="text-muted">{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
