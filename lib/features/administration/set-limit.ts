import "server-only";
import { z } from "zod";
import { command } from "../command";
import { editFields, requireSeen } from "../shared/edit";
import { limitsInForce } from "../shared/limits";
import { addLimit } from "../shared/set-limit";
import { cityDay } from "../shared/valid-on";
import { citySource } from "./add-condition";
import { classKey, keyOfClass, limitForm, requireClass, requireConditionAt } from "./class-fields";
import { position } from "./end-condition";

/** What the form of a limit was given to see. */
export function limitSeen(limit: { value: number; unit: string } | undefined) {
  return { value: limit?.value ?? null, unit: limit?.unit ?? null };
}

/** A condition's limit from today or a coming day. Tickets dispatched before keep theirs. */
export const setLimit = command({
  permission: "change_class",
  input: z.strictObject({ key: classKey, position, ...editFields, ...limitForm, validFrom: z.iso.date() }),
  async run({ tx, now, newId, append }, { key, position, seen, why, value, unit, validFrom }) {
    const row = await requireClass(tx, key);
    const condition = await requireConditionAt(tx, row.id, position);
    const today = await cityDay(tx, now);
    requireSeen(limitSeen((await limitsInForce(tx, [condition.id], today)).get(condition.id)), seen);
    const limit = { value, unit };
    const before = await addLimit(
      tx,
      { id: newId(), conditionId: condition.id, limit, source: citySource, validFrom },
      today,
    );
    await append({
      subjectKind: "class",
      subjectId: row.id,
      type: "limit.set",
      payload: {
        why,
        position,
        condition: condition.name,
        validFrom,
        before: { limit: before },
        after: { limit },
      },
    });
    return { key: keyOfClass(key), validFrom };
  },
});
