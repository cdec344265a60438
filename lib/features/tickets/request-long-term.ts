import "server-only";
import { z } from "zod";
import { AppError } from "@/lib/domain/errors";
import { isLate, ownAssignment, requireAssignmentState } from "@/lib/domain/ticket/assignment";
import { newOverlay, requireNoOpen } from "@/lib/domain/ticket/overlay";
import { askerOf } from "../shared/asker";
import { startOfDay } from "../shared/day";
import { words } from "../shared/text-fields";
import { ticketCommand } from "../shared/ticket-command";

/** Asks to be put on the long list (挂账), with plan and day of the first review; it stays shown as unsolved. */
export const requestLongTerm = ticketCommand({
  command: "request_long_term",
  input: { plan: words(300), reviewOn: z.iso.date(), reason: words(300) },
  decide({ ticket, appointment, actor, now, newId }, { plan, reviewOn, reason }) {
    const own = ownAssignment(ticket, appointment);
    requireAssignmentState(own, ["assigned", "handling", "unit_review"]);
    requireNoOpen(ticket, "deferral");
    requireNoOpen(ticket, "long_term");
    if (isLate(own, now)) throw new AppError("overdue_already");
    if (startOfDay(reviewOn) <= now.toISOString()) throw new AppError("invalid", { reviewOn: "past" });
    const overlay = newOverlay({
      id: newId(),
      kind: "long_term",
      state: "requested",
      askedBy: askerOf(actor, appointment),
      assignmentId: own.id,
      reason,
      now,
      details: { plan, reviewOn },
    });
    return { changes: { overlays: [overlay] }, said: { plan, reviewOn, reason } };
  },
});
