import "server-only";
import { handBackChanges, ownAssignment, requireAssignmentState } from "@/lib/domain/ticket/assignment";
import { optionalWords } from "../shared/text-fields";
import { ticketCommand } from "../shared/ticket-command";

/** The unit signs off and hands back: its clock stops here. */
export const signOffResult = ticketCommand({
  command: "sign_off",
  input: { note: optionalWords(300) },
  decide({ ticket, appointment, now, calendarOf }, { note }) {
    const own = ownAssignment(ticket, appointment);
    requireAssignmentState(own, ["unit_review"]);
    return { changes: handBackChanges(ticket, own, now, calendarOf), said: { note } };
  },
});
