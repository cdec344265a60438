import "server-only";
import { AppError } from "@/lib/domain/errors";
import { activeAssignments } from "@/lib/domain/ticket/ticket";
import { ticketCommand } from "../shared/ticket-command";

/** Writes down which clocks have run out by now. Done by the sweep; a ticket none of whose clocks ran out is refused. */
export const markOverdue = ticketCommand({
  command: "mark_overdue",
  input: {},
  decide({ ticket, now }) {
    const at = now.toISOString();
    const late = activeAssignments(ticket).filter(
      ({ state, isOverdue, isPaused, dueAt }) =>
        state !== "handed_back" && !isOverdue && !isPaused && dueAt < at,
    );
    const isStepLate = !ticket.isStepOverdue && ticket.stepDueAt !== null && ticket.stepDueAt < at;
    const isPromiseLate =
      !ticket.isPromiseOverdue && ticket.promiseDueAt !== null && ticket.promiseDueAt < at;
    if (late.length === 0 && !isStepLate && !isPromiseLate) throw new AppError("illegal_transition");
    return {
      changes: {
        ticket: {
          ...(isStepLate ? { isStepOverdue: true } : {}),
          ...(isPromiseLate ? { isPromiseOverdue: true } : {}),
        },
        assignments: late.map(({ id }) => ({ id, isOverdue: true })),
      },
      said: { step: isStepLate, promise: isPromiseLate, unitIds: late.map(({ unitId }) => unitId) },
    };
  },
});
