import "server-only";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import type { Db } from "@/db/client";
import { areas, units, userPosts } from "@/db/schema";
import type { Actor } from "@/lib/domain/actor";
import { AppError } from "@/lib/domain/errors";
import { command } from "../command";
import { editFields, requireSeen } from "../shared/edit";
import { cityDay } from "../shared/valid-on";
import { login } from "./create-account";
import { lockAccount } from "./end-sessions";

/** The account, locked; nobody gives or takes posts to or from themselves. */
export async function requireOther(tx: Db, actor: Actor, login: string) {
  const user = await lockAccount(tx, login);
  if (actor.kind === "user" && actor.userId === user.id)
    throw new AppError("invalid", { login: "own_account" });
  return user;
}

/** What a form of a post was given to see. */
export function postFields(row: Pick<typeof userPosts.$inferSelect, "post" | "validFrom" | "validTo">) {
  return { post: row.post, validFrom: row.validFrom, validTo: row.validTo };
}

/** A post that has not ended, of this account. */
export async function requirePost(tx: Db, userId: string, postId: string, today: string) {
  const [row] = await tx
    .select({ held: userPosts, area: areas.code, unit: units.code })
    .from(userPosts)
    .innerJoin(areas, eq(areas.id, userPosts.areaId))
    .leftJoin(units, eq(units.id, userPosts.unitId))
    .where(and(eq(userPosts.id, postId), eq(userPosts.userId, userId)))
    .for("update", { of: userPosts });
  if (!row) throw new AppError("not_found");
  if (row.held.validTo !== null && row.held.validTo <= today)
    throw new AppError("conflict", {}, { subject: "record" });
  return row;
}

/** From this day on the post is no longer held. Rights are read with each request: they end at once with today. */
export const endPost = command({
  permission: "give_post",
  input: z.strictObject({ login, postId: z.uuid(), ...editFields, validTo: z.iso.date() }),
  async run({ tx, actor, now, append }, { login, postId, seen, why, validTo }) {
    const user = await requireOther(tx, actor, login);
    const today = await cityDay(tx, now);
    const { held, area, unit } = await requirePost(tx, user.id, postId, today);
    requireSeen(postFields(held), seen);
    if (validTo < today) throw new AppError("invalid", { validTo: "in_past" });
    if (validTo < held.validFrom) throw new AppError("invalid", { validTo: "not_after" });
    if (validTo === held.validTo) throw new AppError("invalid", { validTo: "unchanged" });
    await tx.update(userPosts).set({ validTo }).where(eq(userPosts.id, held.id));
    await append({
      subjectKind: "account",
      subjectId: user.id,
      type: "post.ended",
      payload: {
        why,
        post: held.post,
        area,
        ...(unit ? { unit } : {}),
        before: { validTo: held.validTo },
        after: { validTo },
      },
    });
    return { login };
  },
});
