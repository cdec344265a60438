import "server-only";
import { AppError } from "@/lib/domain/errors";
import { limitSchema } from "@/lib/domain/settings";
import { isLate, withFact } from "@/lib/domain/ticket/assignment";
import { activeAssignments } from "@/lib/domain/ticket/ticket";
import { decideOn, granting } from "../shared/decide-overlay";
import { ticketCommand } from "../shared/ticket-command";

/** Grants or declines the extension: granted, the new deadline is the old one plus the limit, and it is counted. */
export const decideExtension = ticketCommand({
  command: "decide_extension",
  input: { ...granting },
  decide(work, { grant, note }) {
    const { ticket, now, calendar, calendarOf } = work;
    const { asked, answered } = decideOn(work, "extension", grant, "ended");
    const own = activeAssignments(ticket).find(({ id }) => id === asked.assignmentId);
    if (grant === "no" || !own) return { changes: { overlays: [answered] }, said: { grant, note } };
    if (isLate(own, now)) throw new AppError("overdue_already");
    const limit = limitSchema.parse(asked.details);
    return {
      changes: {
        ticket: { extensionCount: ticket.extensionCount + 1 },
        assignments: [
          withFact(
            own,
            { kind: "extended", at: now.toISOString(), limit, calendarVersion: calendar.version },
            calendarOf,
          ),
        ],
        overlays: [answered],
      },
      said: { grant, note },
    };
  },
});
