import "server-only";
import { AppError } from "@/lib/domain/errors";
import { isLate, withFact } from "@/lib/domain/ticket/assignment";
import { activeAssignments } from "@/lib/domain/ticket/ticket";
import { decideOn, granting } from "../shared/decide-overlay";
import { ticketCommand } from "../shared/ticket-command";

/** Grants or declines the deferral: granted, the unit's clock is paused to the date. */
export const decideDeferral = ticketCommand({
  command: "decide_deferral",
  input: { ...granting },
  decide(work, { grant, note }) {
    const { ticket, now, calendarOf } = work;
    const { asked, answered } = decideOn(work, "deferral", grant, "active");
    const own = activeAssignments(ticket).find(({ id }) => id === asked.assignmentId);
    if (grant === "no") return { changes: { overlays: [answered] }, said: { grant, note } };
    if (!own) throw new AppError("no_open_overlay");
    if (isLate(own, now)) throw new AppError("overdue_already");
    return {
      changes: {
        assignments: [withFact(own, { kind: "paused", at: now.toISOString() }, calendarOf)],
        overlays: [answered],
      },
      said: { grant, note },
    };
  },
});
