import "server-only";
import { requireOpen } from "@/lib/domain/ticket/overlay";
import { words } from "../shared/text-fields";
import { ticketCommand } from "../shared/ticket-command";

/** The desk's answer to the leader ends the matter; the ticket goes its own way. */
export const answerLeader = ticketCommand({
  command: "answer_leader",
  input: { words: words(500) },
  decide({ ticket }, { words: said }) {
    const overlay = requireOpen(ticket, "leader_matter", "active");
    return { changes: { overlays: [{ id: overlay.id, state: "ended" }] }, said: { words: said } };
  },
});
