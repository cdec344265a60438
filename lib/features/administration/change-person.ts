import "server-only";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import type { Db } from "@/db/client";
import { persons, sections, units } from "@/db/schema";
import { AppError } from "@/lib/domain/errors";
import { command } from "../command";
import { differences, editFields, requireSeen } from "../shared/edit";
import { pinyinKey } from "../shared/pinyin-key";
import { cityDay, validOn } from "../shared/valid-on";
import { personFields, personForm, requireOwnName, sectionIdOf, withoutPersonalData } from "./person-fields";

/** A person in being, locked, with unit and section as codes. */
export async function requirePersonRow(tx: Db, personId: string, today: string) {
  const [row] = await tx
    .select({ person: persons, unit: units.code, section: sections.code })
    .from(persons)
    .innerJoin(units, eq(units.id, persons.unitId))
    .leftJoin(sections, eq(sections.id, persons.sectionId))
    .where(and(eq(persons.id, personId), validOn({ validTo: persons.validTo }, today)))
    .for("update", { of: persons });
  if (!row) throw new AppError("not_found");
  return row;
}

export const changePerson = command({
  permission: "change_unit",
  input: z.strictObject({ personId: z.uuid(), ...editFields, ...personForm }),
  async run({ tx, now, append }, { personId, seen, why, ...given }) {
    const today = await cityDay(tx, now);
    const { person, unit, section } = await requirePersonRow(tx, personId, today);
    const present = personFields(person, section);
    requireSeen(present, seen);
    const change = differences<ReturnType<typeof personFields>>(present, given);
    if (change.names.includes("name")) await requireOwnName(tx, person.unitId, given.name, today, person.id);
    const sectionId = await sectionIdOf(tx, person.unitId, given.section);
    await tx
      .update(persons)
      .set({
        name: given.name,
        pinyinKey: pinyinKey(given.name),
        jobTitle: given.jobTitle,
        phone: given.phone,
        sectionId,
      })
      .where(eq(persons.id, person.id));
    await append({
      subjectKind: "person",
      subjectId: person.id,
      type: "person.changed",
      payload: { why, unit, ...withoutPersonalData(change) },
    });
    return { unit };
  },
});
