import "server-only";
import { z } from "zod";
import { ownAssignment, requireAssignmentState } from "@/lib/domain/ticket/assignment";
import { newOverlay } from "@/lib/domain/ticket/overlay";
import { openOverlay, stateOfAssignments } from "@/lib/domain/ticket/ticket";
import { words } from "../shared/text-fields";
import { ticketCommand } from "../shared/ticket-command";

/**
 * Not ours (回退): back to the dispatcher with the reason and, where known, whose it is. When the lead
 * returns it, co-units that have not accepted are recalled with it; a second return opens a dispute.
 */
export const returnAssignment = ticketCommand({
  command: "return_assignment",
  input: { reason: words(300), proposedUnitId: z.union([z.literal(""), z.uuid()]).optional() },
  decide({ ticket, appointment, now, newId }, { reason, proposedUnitId }) {
    const own = ownAssignment(ticket, appointment);
    requireAssignmentState(own, ["assigned"]);
    const returned = ticket.assignments
      .filter(
        (row) =>
          row.id === own.id || (own.role === "lead" && row.state !== "returned" && row.state !== "recalled"),
      )
      .map((row) => ({
        id: row.id,
        state: row.id === own.id ? ("returned" as const) : ("recalled" as const),
      }));
    const after = ticket.assignments.map((row) => ({ ...row, ...returned.find(({ id }) => id === row.id) }));
    const returnCount = ticket.returnCount + 1;
    const isSecond = returnCount >= 2 && !openOverlay(ticket, "dispute");
    return {
      changes: {
        ticket: { state: stateOfAssignments(after), returnCount },
        assignments: returned,
        overlays: isSecond
          ? [newOverlay({ id: newId(), kind: "dispute", state: "active", askedBy: own.unitId, reason, now })]
          : [],
      },
      said: { reason, proposedUnitId: proposedUnitId || undefined },
    };
  },
});
