import "server-only";
import { withFact } from "@/lib/domain/ticket/assignment";
import { requireOpen } from "@/lib/domain/ticket/overlay";
import { activeAssignments } from "@/lib/domain/ticket/ticket";
import { words } from "../shared/text-fields";
import { ticketCommand } from "../shared/ticket-command";

/** Taken off the long list: the clock runs on with what was left. */
export const endLongTerm = ticketCommand({
  command: "end_long_term",
  input: { reason: words(300) },
  decide({ ticket, now, calendarOf }, { reason }) {
    const overlay = requireOpen(ticket, "long_term", "active");
    const own = activeAssignments(ticket).find(({ id }) => id === overlay.assignmentId);
    return {
      changes: {
        assignments: own?.isPaused
          ? [withFact(own, { kind: "resumed", at: now.toISOString() }, calendarOf)]
          : [],
        overlays: [{ id: overlay.id, state: "ended" }],
      },
      said: { reason },
    };
  },
});
