import "server-only";
import { and, asc, count, eq, isNull, or, sql } from "drizzle-orm";
import { z } from "zod";
import { areas, grids, places, userPostCells, userPosts, users } from "@/db/schema";
import { AppError } from "@/lib/domain/errors";
import { query } from "../query";
import { todayOf, validOn } from "../shared/valid-on";

/**
 * Facts of one cell for those who work in it: where and how large, who looks after it, its key places. Only cells
 * of the own posts, or of the own community for a grid head.
 */
export const loadCell = query({
  permission: "open_field",
  input: z.object({ code: z.string().min(1).max(30) }),
  async run(context, { code }) {
    const { db, actor } = context;
    if (actor.kind !== "user") throw new AppError("forbidden");
    const [cell] = await db
      .select({
        id: grids.id,
        key: grids.key,
        code: grids.code,
        name: grids.name,
        nameEn: grids.nameEn,
        areaM2: grids.areaM2,
        communityId: grids.communityId,
        communityName: areas.name,
        communityNameEn: areas.nameEn,
        label: sql<[number, number]>`json_build_array(${grids.labelLng}, ${grids.labelLat})`,
      })
      .from(grids)
      .innerJoin(areas, eq(areas.id, grids.communityId))
      .where(and(eq(grids.code, code), eq(grids.kind, "community_grid"), isNull(grids.validTo)));
    const isMine = actor.appointments.some(
      ({ post, areaId, cellIds }) =>
        cell && (cellIds.includes(cell.id) || (post === "grid_head" && areaId === cell.communityId)),
    );
    if (!cell || !isMine) throw new AppError("not_found");
    const today = await todayOf(context);
    const team = await db
      .selectDistinct({ name: users.name, pinyinKey: users.pinyinKey, post: userPosts.post })
      .from(userPosts)
      .innerJoin(users, eq(users.id, userPosts.userId))
      .leftJoin(userPostCells, eq(userPostCells.userPostId, userPosts.id))
      .where(
        and(
          validOn(userPosts, today),
          eq(users.isDisabled, false),
          or(
            and(eq(userPosts.post, "grid_worker"), eq(userPostCells.cellId, cell.id)),
            and(eq(userPosts.post, "grid_head"), eq(userPosts.areaId, cell.communityId)),
          ),
        ),
      )
      .orderBy(asc(userPosts.post), asc(users.pinyinKey));
    const named = await db
      .select({ kind: places.kind, name: places.name })
      .from(places)
      .where(and(eq(places.cellId, cell.id), isNull(places.validTo)))
      .orderBy(asc(places.kind), asc(places.pinyinKey))
      .limit(placesShown);
    const [all] = await db
      .select({ count: count() })
      .from(places)
      .where(and(eq(places.cellId, cell.id), isNull(places.validTo)));
    const { id: _, communityId: __, ...facts } = cell;
    return {
      ...facts,
      team: team.map(({ name, post }) => ({ name, post })),
      places: named,
      placeCount: all?.count ?? 0,
    };
  },
});

const placesShown = 20;
export type CellFacts = Awaited<ReturnType<typeof loadCell>>;
