import "server-only";
import { eq } from "drizzle-orm";
import { z } from "zod";
import { userPostCells, userPosts } from "@/db/schema";
import { AppError } from "@/lib/domain/errors";
import { command } from "../command";
import { editFields } from "../shared/edit";
import { cityDay } from "../shared/valid-on";
import { refuseClash } from "./appoint";
import { login } from "./create-account";
import { requireOther, requirePost } from "./end-post";

const mostDays = 366;

/** The day after, as posts end with the day on which they are no longer held. */
function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

/**
 * Stand-in (代班): somebody holds another's post, with its place, unit and cells, from one day through another. Rights
 * come from the row as from any other; the holder keeps theirs.
 */
export const giveStandIn = command({
  permission: "give_post",
  input: z.strictObject({
    /** Whose post it is. */
    login,
    postId: z.uuid(),
    /** Who stands in. */
    deputy: login,
    why: editFields.why,
    validFrom: z.iso.date(),
    through: z.iso.date(),
  }),
  async run({ tx, actor, now, newId, append }, { login, postId, deputy, why, validFrom, through }) {
    if (login === deputy) throw new AppError("invalid", { deputy: "self" });
    // Both are locked in the order of their logins: two such commands never wait for each other.
    const [first, second] = [login, deputy].toSorted();
    const one = await requireOther(tx, actor, first ?? login);
    const two = await requireOther(tx, actor, second ?? deputy);
    const [holder, stand] = first === login ? [one, two] : [two, one];
    if (stand.isDisabled) throw new AppError("invalid", { deputy: "account_disabled" });
    const today = await cityDay(tx, now);
    const { held, area, unit } = await requirePost(tx, holder.id, postId, today);
    if (held.standsInForId) throw new AppError("invalid", { post: "is_stand_in" });
    const validTo = dayAfter(through);
    if (validFrom < today) throw new AppError("invalid", { validFrom: "in_past" });
    if (through < validFrom) throw new AppError("invalid", { through: "not_before" });
    if (Date.parse(validTo) - Date.parse(validFrom) > mostDays * 86_400_000)
      throw new AppError("invalid", { through: "too_long_span" });
    if (held.validTo !== null && validTo > held.validTo)
      throw new AppError("invalid", { through: "ended_post" });
    const { id: _id, userId: _userId, validFrom: _from, validTo: _to, ...place } = held;
    await refuseClash(tx, stand.id, place, { validFrom, validTo });
    const id = newId();
    await tx
      .insert(userPosts)
      .values({ ...place, id, userId: stand.id, standsInForId: held.id, validFrom, validTo });
    const cells = await tx.select().from(userPostCells).where(eq(userPostCells.userPostId, held.id));
    if (cells.length > 0)
      await tx.insert(userPostCells).values(cells.map(({ cellId }) => ({ userPostId: id, cellId })));
    await append({
      subjectKind: "account",
      subjectId: stand.id,
      type: "stand_in.given",
      payload: {
        why,
        // The holder by the account's id: the chain holds no names.
        forUserId: holder.id,
        before: {},
        after: { post: held.post, area, unit, validFrom, through },
      },
    });
    return { deputy };
  },
});
