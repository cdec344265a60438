import Link from "next/link";
import { useTranslations } from "next-intl";
import type { DutyView } from "@/lib/features/units/list-duties";
import { Count } from "@/lib/ui/figures";
import { StateShape } from "@/lib/ui/state-badge";
import type { UnitView } from "./unit-views";

/** Links, so that each cut has an address; the late ones are counted apart, with their shape. */
export function ViewTabs({
  views,
  current,
  counts,
  hrefOf,
}: {
  views: readonly UnitView[];
  current: UnitView;
  counts: Record<DutyView, { count: number; late: number }>;
  hrefOf: (view: UnitView) => string;
}) {
  const t = useTranslations("unit");
  return (
    <nav aria-label={t("views")} className="relative shrink-0 overflow-x-auto border-b border-line no-print">
      <ul className="flex px-2">
        {views.map((view) => {
          const held = view === "people" ? null : counts[view];
          return (
            <li key={view}>
              <Link
                href={hrefOf(view)}
                scroll={false}
                aria-current={view === current ? "page" : undefined}
                className="-mb-px flex min-h-12 items-center gap-1.5 whitespace-nowrap border-b-2 border-transparent px-2.5 text-muted hover:text-ink aria-[current]:border-accent aria-[current]:font-medium aria-[current]:text-ink md:min-h-10"
              >
                {t(`view.${view}`)}
                {held ? <Count value={held.count} className="text-xs" /> : null}
                {held && held.late > 0 && view !== "handed_back" && view !== "ended" ? (
                  <span className="inline-flex items-center gap-0.5 text-state-overdue text-xs">
                    <StateShape group="overdue" size={12} />
                    <span aria-hidden>{held.late}</span>
                    <span className="sr-only">{t("lateOf", { count: held.late })}</span>
                  </span>
                ) : null}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
