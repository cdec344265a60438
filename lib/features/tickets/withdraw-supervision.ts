import "server-only";
import { requireOpen } from "@/lib/domain/ticket/overlay";
import { words } from "../shared/text-fields";
import { ticketCommand } from "../shared/ticket-command";

/** The supervision is lifted (销办). */
export const withdrawSupervision = ticketCommand({
  command: "withdraw_supervision",
  input: { reason: words(300) },
  decide({ ticket }, { reason }) {
    const open = requireOpen(ticket, "supervision", "active");
    return {
      changes: { ticket: { supervisionLevel: 0 }, overlays: [{ id: open.id, state: "ended" }] },
      said: { reason },
    };
  },
});
