import "server-only";
import { withFact } from "@/lib/domain/ticket/assignment";
import { requireOpen } from "@/lib/domain/ticket/overlay";
import { activeAssignments } from "@/lib/domain/ticket/ticket";
import { optionalWords } from "../shared/text-fields";
import { ticketCommand } from "../shared/ticket-command";

/** The deferral ends, at its date or before: the clock runs on with what was left. */
export const endDeferral = ticketCommand({
  command: "end_deferral",
  input: { note: optionalWords(300) },
  decide({ ticket, now, calendarOf }, { note }) {
    const overlay = requireOpen(ticket, "deferral", "active");
    const own = activeAssignments(ticket).find(({ id }) => id === overlay.assignmentId);
    return {
      changes: {
        assignments: own?.isPaused
          ? [withFact(own, { kind: "resumed", at: now.toISOString() }, calendarOf)]
          : [],
        overlays: [{ id: overlay.id, state: "ended" }],
      },
      said: { note },
    };
  },
});
