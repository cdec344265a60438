import "server-only";
import { z } from "zod";
import { persons } from "@/db/schema";
import { command } from "../command";
import { editFields } from "../shared/edit";
import { pinyinKey } from "../shared/pinyin-key";
import { cityDay } from "../shared/valid-on";
import { personForm, requireOwnName, sectionIdOf } from "./person-fields";
import { requireUnit, unitCode } from "./unit-fields";

/** Somebody who works in a unit from today; an account is given by another administrator. */
export const addPerson = command({
  permission: "change_unit",
  input: z.strictObject({ unit: unitCode, ...personForm, why: editFields.why }),
  async run({ tx, now, newId, append }, { unit: ofUnit, why, name, jobTitle, section, phone }) {
    const today = await cityDay(tx, now);
    const { unit } = await requireUnit(tx, ofUnit, today);
    await requireOwnName(tx, unit.id, name, today);
    const sectionId = await sectionIdOf(tx, unit.id, section);
    const id = newId();
    await tx.insert(persons).values({
      id,
      unitId: unit.id,
      sectionId,
      name,
      pinyinKey: pinyinKey(name),
      jobTitle,
      phone,
      validFrom: today,
    });
    await append({
      subjectKind: "person",
      subjectId: id,
      type: "person.added",
      payload: { why, unit: ofUnit, before: {}, after: { jobTitle, section, validFrom: today } },
    });
    return { unit: ofUnit };
  },
});
