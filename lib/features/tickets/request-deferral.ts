import "server-only";
import { z } from "zod";
import { AppError } from "@/lib/domain/errors";
import { isLate, ownAssignment, requireAssignmentState } from "@/lib/domain/ticket/assignment";
import { newOverlay, requireNoOpen } from "@/lib/domain/ticket/overlay";
import { askerOf } from "../shared/asker";
import { startOfDay } from "../shared/day";
import { words } from "../shared/text-fields";
import { ticketCommand } from "../shared/ticket-command";

/** Asks to wait to a date (缓办): a season, a procedure. Impossible once overdue. */
export const requestDeferral = ticketCommand({
  command: "request_deferral",
  input: { until: z.iso.date(), reason: words(300) },
  decide({ ticket, appointment, actor, now, newId }, { until, reason }) {
    const own = ownAssignment(ticket, appointment);
    requireAssignmentState(own, ["assigned", "handling", "unit_review"]);
    requireNoOpen(ticket, "deferral");
    requireNoOpen(ticket, "long_term");
    if (isLate(own, now)) throw new AppError("overdue_already");
    const untilMoment = startOfDay(until);
    if (untilMoment <= now.toISOString()) throw new AppError("invalid", { until: "past" });
    const overlay = newOverlay({
      id: newId(),
      kind: "deferral",
      state: "requested",
      askedBy: askerOf(actor, appointment),
      assignmentId: own.id,
      until: untilMoment,
      reason,
      now,
    });
    return { changes: { overlays: [overlay] }, said: { until, reason } };
  },
});
