import { useTranslations } from "next-intl";
import type { Ticket } from "@/lib/domain/ticket/ticket";

/** What is special about a ticket, in short words: only what is so is shown. */
export function TicketMarks({ ticket, isDanger }: { ticket: Ticket; isDanger: boolean }) {
  const t = useTranslations("ticket.mark");
  const marks = [
    isDanger && t("danger"),
    ticket.supervisionLevel > 0 && t("supervised", { level: ticket.supervisionLevel }),
    ticket.isDisputed && t("disputed"),
    ticket.recurrenceOfId !== null && t("recurrence"),
    ticket.urgeCount > 0 && t("urged", { count: ticket.urgeCount }),
    ticket.returnCount > 0 && t("returned", { count: ticket.returnCount }),
    ticket.reworkCount > 0 && t("rework", { count: ticket.reworkCount }),
    ticket.reopenCount > 0 && t("reopened", { count: ticket.reopenCount }),
    ticket.extensionCount > 0 && t("extended", { count: ticket.extensionCount }),
    ticket.isInspectionWaived && t("waived"),
    ticket.isClosedByForce && t("forced"),
    ticket.isClosedBySameHand && t("sameHand"),
    ticket.isSpotCheckDrawn && t("spotCheck"),
  ].filter((mark) => mark !== false);
  return (
    <>
      {marks.map((mark) => (
        <span key={mark} className="rounded-sm border border-line-strong px-1.5 text-xs whitespace-nowrap">
          {mark}
        </span>
      ))}
    </>
  );
}
