import "server-only";
import { AppError } from "@/lib/domain/errors";
import { isLate, withFact } from "@/lib/domain/ticket/assignment";
import { requireOpen } from "@/lib/domain/ticket/overlay";
import { activeAssignments } from "@/lib/domain/ticket/ticket";
import { decideOn } from "./decide-overlay";
import type { TicketWork } from "./ticket-command";

type Pausing = "deferral" | "long_term";

/** Grants or declines what pauses a unit's clock: granted, the clock stands from now. */
export function decidePause(work: TicketWork, kind: Pausing, grant: "yes" | "no") {
  const { ticket, now, calendarOf } = work;
  const { asked, answered } = decideOn(work, kind, grant, "active");
  if (grant === "no") return { overlays: [answered] };
  const own = activeAssignments(ticket).find(({ id }) => id === asked.assignmentId);
  if (!own) throw new AppError("no_open_overlay");
  if (isLate(own, now)) throw new AppError("overdue_already");
  return {
    assignments: [withFact(own, { kind: "paused", at: now.toISOString() }, calendarOf)],
    overlays: [answered],
  };
}

/** Ends it: the clock runs on with what was left. */
export function endPause({ ticket, now, calendarOf }: TicketWork, kind: Pausing) {
  const overlay = requireOpen(ticket, kind, "active");
  const own = activeAssignments(ticket).find(({ id }) => id === overlay.assignmentId);
  return {
    assignments: own?.isPaused ? [withFact(own, { kind: "resumed", at: now.toISOString() }, calendarOf)] : [],
    overlays: [{ id: overlay.id, state: "ended" as const }],
  };
}
