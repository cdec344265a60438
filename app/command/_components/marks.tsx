import { useTranslations } from "next-intl";
import type { TicketRow } from "@/lib/features/tickets/list-tickets";
import { classes } from "@/lib/ui/classes";

type Marked = Pick<
  TicketRow,
  "isDanger" | "supervisionLevel" | "urgeCount" | "reworkCount" | "isDisputed" | "state"
>;

/** What else one must know of a ticket, as small words; the sentence on hover and for screen readers. */
export function Marks({ ticket }: { ticket: Marked }) {
  const t = useTranslations("command.mark");
  const { isDanger, supervisionLevel: level, urgeCount, reworkCount, isDisputed } = ticket;
  return (
    <>
      {isDanger ? <Mark words={t("danger")} hint={t("dangerHint")} isLoud /> : null}
      {level > 0 ? (
        <Mark words={t("supervised", { level })} hint={t("supervisedHint", { level })} isLoud />
      ) : null}
      {urgeCount > 0 ? (
        <Mark words={t("urged", { count: urgeCount })} hint={t("urgedHint", { count: urgeCount })} />
      ) : null}
      {reworkCount > 0 ? (
        <Mark words={t("rework", { count: reworkCount })} hint={t("reworkHint", { count: reworkCount })} />
      ) : null}
      {isDisputed ? <Mark words={t("disputed")} hint={t("disputedHint")} /> : null}
    </>
  );
}

function Mark({ words, hint, isLoud = false }: { words: string; hint: string; isLoud?: boolean }) {
  return (
    <span
      title={hint}
      className={classes(
        "mr-1.5 rounded-sm border px-1 text-xs whitespace-nowrap",
        isLoud ? "border-danger text-danger" : "border-line-strong text-muted",
      )}
    >
      {words}
      <span className="sr-only"> ({hint})</span>
    </span>
  );
}
