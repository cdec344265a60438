import "server-only";
import { z } from "zod";
import { command } from "../command";
import { editFields, optionalDay } from "../shared/edit";
import { cityDay } from "../shared/valid-on";
import { appoint, appointmentFields } from "./appoint";
import { login } from "./create-account";
import { requireOther } from "./end-post";

/** Another post for an account, from today or a coming day. What the person's name is stays out of the event. */
export const givePost = command({
  permission: "give_post",
  input: z.strictObject({ login, why: editFields.why, validFrom: optionalDay, ...appointmentFields }),
  async run({ tx, actor, now, newId, append }, { login, why, validFrom, ...wanted }) {
    const user = await requireOther(tx, actor, login);
    const today = await cityDay(tx, now);
    const from = validFrom && validFrom > today ? validFrom : today;
    await appoint(tx, user.id, wanted, today, newId, from);
    const { post, area, unit, section, line, cells } = wanted;
    await append({
      subjectKind: "account",
      subjectId: user.id,
      type: "post.given",
      payload: {
        why,
        before: {},
        after: { post, area, unit, section, line, ...(cells.length > 0 ? { cells } : {}), validFrom: from },
      },
    });
    return { login };
  },
});
