import "server-only";
import { AppError } from "@/lib/domain/errors";
import { activeAssignments, stateOfAssignments } from "@/lib/domain/ticket/ticket";
import { ticketCommand } from "../shared/ticket-command";

/** Who neither accepts nor returns within the limit has accepted. Done by time, not by a person. */
export const acceptBySilence = ticketCommand({
  command: "accept_by_silence",
  input: {},
  decide({ ticket, now }) {
    const silent = activeAssignments(ticket).filter(
      ({ state, acceptDueAt }) => state === "assigned" && acceptDueAt <= now.toISOString(),
    );
    if (silent.length === 0) throw new AppError("illegal_transition");
    const patches = silent.map(({ id }) => ({
      id,
      state: "handling" as const,
      acceptedAt: now.toISOString(),
    }));
    const after = ticket.assignments.map((row) => ({ ...row, ...patches.find(({ id }) => id === row.id) }));
    return { changes: { ticket: { state: stateOfAssignments(after) }, assignments: patches } };
  },
});
