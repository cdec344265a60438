import "server-only";
import { newOverlay, requireNoOpen } from "@/lib/domain/ticket/overlay";
import { askerOf } from "../shared/asker";
import { words } from "../shared/text-fields";
import { ticketCommand } from "../shared/ticket-command";

/** Whose is it? (权属争议) No clock stops: the territory acts first, ownership is settled later. */
export const openDispute = ticketCommand({
  command: "open_dispute",
  input: { reason: words(300) },
  decide({ ticket, actor, appointment, now, newId }, { reason }) {
    requireNoOpen(ticket, "dispute");
    const askedBy = askerOf(actor, appointment);
    return {
      changes: {
        overlays: [newOverlay({ id: newId(), kind: "dispute", state: "active", askedBy, reason, now })],
      },
      said: { reason },
    };
  },
});
