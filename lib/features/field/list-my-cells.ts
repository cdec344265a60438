import "server-only";
import { and, asc, eq, inArray, isNull, or, sql } from "drizzle-orm";
import { z } from "zod";
import { areas, grids, tickets } from "@/db/schema";
import { AppError } from "@/lib/domain/errors";
import { query } from "../query";
import { visibleTickets } from "../shared/visible";

/** The cells of the person's field posts, with what is open in each as far as the person may see it. */
export const listMyCells = query({
  permission: "open_field",
  input: z.object({}),
  async run({ db, actor }) {
    if (actor.kind !== "user") throw new AppError("forbidden");
    const cellIds = actor.appointments.flatMap((appointment) => appointment.cellIds);
    // A grid head without a list of cells looks after the whole community.
    const communities = actor.appointments
      .filter(({ post, cellIds: own }) => post === "grid_head" && own.length === 0)
      .map(({ areaId }) => areaId);
    if (cellIds.length === 0 && communities.length === 0) return [];
    const visible = visibleTickets(db, actor);
    const open = sql<number>`(select count(*)::int from ${tickets} where ${tickets.cellId} = ${grids.id} and ${tickets.endedAt} is null and ${visible})`;
    const overdue = sql<number>`(select count(*)::int from ${tickets} where ${tickets.cellId} = ${grids.id} and ${tickets.endedAt} is null and (${tickets.isOverdue} or ${tickets.isStepOverdue}) and ${visible})`;
    return db
      .select({
        key: grids.key,
        code: grids.code,
        name: grids.name,
        nameEn: grids.nameEn,
        communityName: areas.name,
        communityNameEn: areas.nameEn,
        geometry: grids.geometry,
        label: sql<[number, number]>`json_build_array(${grids.labelLng}, ${grids.labelLat})`,
        box: sql<
          [number, number, number, number]
        >`json_build_array(${grids.west}, ${grids.south}, ${grids.east}, ${grids.north})`,
        open,
        overdue,
      })
      .from(grids)
      .innerJoin(areas, eq(areas.id, grids.communityId))
      .where(
        and(
          isNull(grids.validTo),
          eq(grids.kind, "community_grid"),
          or(
            cellIds.length > 0 ? inArray(grids.id, cellIds) : undefined,
            communities.length > 0 ? inArray(grids.communityId, communities) : undefined,
          ),
        ),
      )
      .orderBy(asc(grids.code));
  },
});
