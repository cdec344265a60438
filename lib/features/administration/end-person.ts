import "server-only";
import { and, count, eq, inArray, isNull } from "drizzle-orm";
import { z } from "zod";
import { assignments, persons, tickets } from "@/db/schema";
import { AppError } from "@/lib/domain/errors";
import { command } from "../command";
import { editFields, requireSeen } from "../shared/edit";
import { cityDay, requireEnd } from "../shared/valid-on";
import { requirePersonRow } from "./change-person";
import { personFields } from "./person-fields";

/** Leaves the unit with a day. Who still has tickets in hand stays until they are given to somebody else. */
export const endPerson = command({
  permission: "change_unit",
  input: z.strictObject({ personId: z.uuid(), ...editFields, validTo: z.iso.date() }),
  async run({ tx, now, append }, { personId, seen, why, validTo }) {
    const today = await cityDay(tx, now);
    const { person, unit, section } = await requirePersonRow(tx, personId, today);
    requireSeen(personFields(person, section), seen);
    requireEnd(person.validFrom, validTo);
    const [open] = await tx
      .select({ count: count() })
      .from(assignments)
      .innerJoin(tickets, eq(tickets.id, assignments.ticketId))
      .where(
        and(
          eq(assignments.personId, person.id),
          inArray(assignments.state, ["assigned", "handling", "unit_review"]),
          isNull(tickets.endedAt),
        ),
      );
    if (validTo <= today && (open?.count ?? 0) > 0) throw new AppError("invalid", { validTo: "open_work" });
    await tx.update(persons).set({ validTo }).where(eq(persons.id, person.id));
    await append({
      subjectKind: "person",
      subjectId: person.id,
      type: "person.ended",
      payload: { why, unit, before: { validTo: person.validTo }, after: { validTo } },
    });
    return { unit };
  },
});
