import "server-only";
import { z } from "zod";
import { moveAssignment, ownAssignment, requireAssignmentState } from "@/lib/domain/ticket/assignment";
import { optionalWords } from "../shared/text-fields";
import { ticketCommand } from "../shared/ticket-command";
import { requirePerson } from "../shared/units";

/** Down to a person (交办到人): the section and the handler who answers. Doing so also accepts. */
export const assignPerson = ticketCommand({
  command: "assign_person",
  input: { personId: z.uuid(), note: optionalWords(300) },
  async decide({ tx, ticket, appointment, now, calendar }, { personId, note }) {
    const own = ownAssignment(ticket, appointment);
    requireAssignmentState(own, ["assigned", "handling"]);
    const person = await requirePerson(tx, own.unitId, personId, now, calendar);
    return {
      changes: moveAssignment(ticket, {
        id: own.id,
        personId,
        sectionId: person.sectionId ?? own.sectionId,
        state: "handling",
        acceptedAt: own.acceptedAt ?? now.toISOString(),
      }),
      said: { note },
    };
  },
});
