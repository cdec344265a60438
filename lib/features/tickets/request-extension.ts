import "server-only";
import { z } from "zod";
import { AppError } from "@/lib/domain/errors";
import { isLate, ownAssignment, requireAssignmentState } from "@/lib/domain/ticket/assignment";
import { newOverlay, requireNoOpen } from "@/lib/domain/ticket/overlay";
import { askerOf } from "../shared/asker";
import { words } from "../shared/text-fields";
import { ticketCommand } from "../shared/ticket-command";

/** Asks for more time (延期). Impossible once overdue. */
export const requestExtension = ticketCommand({
  command: "request_extension",
  input: {
    value: z.coerce.number().int().min(1).max(60),
    unit: z.enum(["working-hour", "working-day", "emergency-hour"]),
    reason: words(300),
  },
  decide({ ticket, appointment, actor, now, newId }, { value, unit, reason }) {
    const own = ownAssignment(ticket, appointment);
    requireAssignmentState(own, ["assigned", "handling", "unit_review"]);
    requireNoOpen(ticket, "extension");
    if (isLate(own, now)) throw new AppError("overdue_already");
    const overlay = newOverlay({
      id: newId(),
      kind: "extension",
      state: "requested",
      askedBy: askerOf(actor, appointment),
      assignmentId: own.id,
      reason,
      now,
      details: { value, unit },
    });
    return { changes: { overlays: [overlay] }, said: { value, unit, reason } };
  },
});
