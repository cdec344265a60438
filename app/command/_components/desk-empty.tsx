import Link from "next/link";
import { useTranslations } from "next-intl";
import type { TicketView } from "@/lib/features/tickets/list-tickets";
import { buttonClass } from "@/lib/ui/button-class";
import { EmptyState } from "@/lib/ui/empty-state";
import { deskHref, type Params } from "./desk-href";

/** Where one looks next when a view holds nothing. */
const next: Record<
  TicketView,
  { view: TicketView; words: "showDesk" | "showWatch" | "showTodo" | "showEnded" }
> = {
  todo: { view: "desk", words: "showDesk" },
  desk: { view: "watch", words: "showWatch" },
  watch: { view: "ended", words: "showEnded" },
  overdue: { view: "watch", words: "showWatch" },
  mine: { view: "watch", words: "showWatch" },
  ended: { view: "watch", words: "showWatch" },
  all: { view: "watch", words: "showWatch" },
};

export function DeskEmpty({
  view,
  params,
  isFiltered,
  mayReport,
}: {
  view: TicketView;
  params: Params;
  isFiltered: boolean;
  mayReport: boolean;
}) {
  const t = useTranslations("command");
  const kept = params.map ? { map: params.map } : {};
  if (isFiltered)
    return (
      <EmptyState title={t("empty.filtered")} why={t("empty.filteredWhy")}>
        <Link href={deskHref(kept, { view })} scroll={false} className={buttonClass("primary")}>
          {t("clear")}
        </Link>
        {view !== "all" ? (
          <Link href={deskHref(params, { view: "all" })} scroll={false} className={buttonClass()}>
            {t("searchAll")}
          </Link>
        ) : null}
      </EmptyState>
    );
  const { view: to, words } = next[view];
  return (
    <EmptyState title={t(`empty.${view}`)} why={t(`empty.${view}Why`)}>
      {view !== "all" ? (
        <Link href={deskHref(kept, { view: to })} scroll={false} className={buttonClass("primary")}>
          {t(words)}
        </Link>
      ) : null}
      {mayReport ? (
        <Link href="/command/new" className={buttonClass()}>
          {t("new.title")}
        </Link>
      ) : null}
    </EmptyState>
  );
}
