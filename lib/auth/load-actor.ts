import "server-only";
import { and, eq, gt, inArray, isNull, lte, or } from "drizzle-orm";
import type { Db } from "@/db/client";
import { areas, userPostCells, userPosts } from "@/db/schema";
import type { UserActor } from "@/lib/domain/actor";
import { env } from "@/lib/env";
import { dayIn } from "@/lib/features/shared/day";
import type { LiveSession } from "./sessions";

/** Posts and their scopes as they stand in the database at this moment, never as a cookie remembers them. */
export async function loadActor(db: Db, session: LiveSession): Promise<UserActor> {
  const today = dayIn(env().GRIDKEEP_TZ, session.now);
  const rows = await db
    .select({
      id: userPosts.id,
      post: userPosts.post,
      areaId: userPosts.areaId,
      areaLevel: areas.level,
      unitId: userPosts.unitId,
      sectionId: userPosts.sectionId,
      personId: userPosts.personId,
      lineKind: userPosts.lineKind,
    })
    .from(userPosts)
    .innerJoin(areas, eq(areas.id, userPosts.areaId))
    .where(
      and(
        eq(userPosts.userId, session.userId),
        lte(userPosts.validFrom, today),
        or(isNull(userPosts.validTo), gt(userPosts.validTo, today)),
      ),
    )
    .orderBy(userPosts.id);
  const cells = rows.length
    ? await db
        .select()
        .from(userPostCells)
        .where(
          inArray(
            userPostCells.userPostId,
            rows.map((row) => row.id),
          ),
        )
    : [];
  const appointments = rows.map((row) => ({
    ...row,
    cellIds: cells.filter((cell) => cell.userPostId === row.id).map((cell) => cell.cellId),
  }));
  return { kind: "user", userId: session.userId, name: session.name, appointments };
}
