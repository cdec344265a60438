import "server-only";
import { and, asc, count, eq, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import { areas, gridKinds, grids } from "@/db/schema";
import { query } from "../query";
import { todayOf } from "../shared/valid-on";
import { contains, listFields, offsetOf, pageSize } from "./list-input";

/** Grids of one kind, with the community they lie in and how many posts look after each. */
export const listGrids = query({
  permission: "view_directory",
  input: z.object({
    ...listFields,
    kind: z.enum(gridKinds).catch("community_grid"),
    area: z
      .string()
      .regex(/^\d{6,12}$/)
      .optional()
      .catch(undefined),
    unstaffed: z.literal("yes").optional().catch(undefined),
  }),
  async run(context, { q, page, kind, area, unstaffed }) {
    const { db } = context;
    const today = await todayOf(context);
    const staff = sql<number>`(select count(*)::int from user_post_cells u join user_posts p on p.id = u.user_post_id
      where u.cell_id = ${grids.id} and p.valid_from <= ${today}
        and (p.valid_to is null or p.valid_to > ${today}))`;
    const where = and(
      eq(grids.kind, kind),
      isNull(grids.validTo),
      // Codes nest: 990101 holds 990101001; the city's 990000 holds all of 9901.
      area ? sql`${areas.code} like ${`${area.replace(/^(\d{4})00$/, "$1")}%`}` : undefined,
      unstaffed ? sql`${staff} = 0` : undefined,
      contains(q, [grids.code, grids.name, grids.nameEn, areas.name, areas.nameEn]),
    );
    const rows = await db
      .select({
        code: grids.code,
        name: grids.name,
        nameEn: grids.nameEn,
        areaM2: grids.areaM2,
        isDedicated: grids.isDedicated,
        validFrom: grids.validFrom,
        communityName: areas.name,
        communityNameEn: areas.nameEn,
        communityCode: areas.code,
        staff,
      })
      .from(grids)
      .innerJoin(areas, eq(areas.id, grids.communityId))
      .where(where)
      .orderBy(asc(grids.code))
      .limit(pageSize)
      .offset(offsetOf(page));
    const [total] = await db
      .select({ count: count() })
      .from(grids)
      .innerJoin(areas, eq(areas.id, grids.communityId))
      .where(where);
    return { rows, total: total?.count ?? 0, page };
  },
});
