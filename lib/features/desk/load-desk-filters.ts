import "server-only";
import { and, asc, eq, isNull, or, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { areas, classes, grids, units } from "@/db/schema";
import { AppError } from "@/lib/domain/errors";
import type { Box } from "@/lib/geo/box";
import { query } from "../query";

/**
 * What a desk can narrow its list by: the areas under the actor's own ones in the order of the tree, the units
 * in being, the major classes, the box around the areas; and the name of the cell asked for, if there is one of that code.
 */
export const loadDeskFilters = query({
  permission: "view_ticket",
  input: z.object({ cell: z.string().max(30).optional() }),
  async run({ db, actor }, { cell }) {
    if (actor.kind !== "user") throw new AppError("forbidden");
    const under: SQL[] = actor.appointments.map(
      ({ areaId }) => sql`${areas.id} in (
        with recursive below as (
          select a.id from areas a where a.id = ${areaId}
          union all select a.id from areas a join below b on a.parent_id = b.id
        ) select id from below)`,
    );
    const areaRows = await db
      .select({
        code: areas.code,
        level: areas.level,
        name: areas.name,
        nameEn: areas.nameEn,
        west: areas.west,
        south: areas.south,
        east: areas.east,
        north: areas.north,
      })
      .from(areas)
      .where(and(isNull(areas.validTo), or(...under) ?? sql`false`))
      .orderBy(sql`case when ${areas.level} = 'city' then 0 else 1 end`, asc(areas.code));
    const unitRows = await db
      .select({ code: units.code, name: units.name, nameEn: units.nameEn })
      .from(units)
      .where(isNull(units.validTo))
      .orderBy(asc(units.pinyinKey), asc(units.code));
    const majors = await db
      .selectDistinctOn([classes.majorCode], {
        code: classes.majorCode,
        name: classes.majorName,
        nameEn: classes.majorNameEn,
      })
      .from(classes)
      .orderBy(asc(classes.majorCode), asc(classes.kind));
    const [named] = cell
      ? await db
          .select({ code: grids.code, key: grids.key, name: grids.name, nameEn: grids.nameEn })
          .from(grids)
          .where(and(eq(grids.code, cell), eq(grids.kind, "community_grid")))
      : [];
    return {
      areas: areaRows.map(({ code, level, name, nameEn }) => ({ code, level, name, nameEn })),
      box: boxAround(areaRows),
      units: unitRows,
      majors,
      cell: named ?? null,
    };
  },
});

/** Degrees; null without an area. */
function boxAround(boxes: readonly Box[]): Box | null {
  if (boxes.length === 0) return null;
  return {
    west: Math.min(...boxes.map(({ west }) => west)),
    south: Math.min(...boxes.map(({ south }) => south)),
    east: Math.max(...boxes.map(({ east }) => east)),
    north: Math.max(...boxes.map(({ north }) => north)),
  };
}

export type DeskFilters = Awaited<ReturnType<typeof loadDeskFilters>>;
