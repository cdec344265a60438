import "server-only";
import { and, asc, count, eq, isNotNull, isNull, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { z } from "zod";
import { areas } from "@/db/schema";
import { areaLevels } from "@/lib/domain/posts";
import { query } from "../query";
import { contains, listFields, offsetOf, pageSize } from "./list-input";

const parent = alias(areas, "parent");

/** The tree in the order of its codes, so that every area stands under its parent. */
export const listAreas = query({
  permission: "view_directory",
  input: z.object({
    ...listFields,
    level: z.enum(areaLevels).optional().catch(undefined),
    ended: z.literal("yes").optional().catch(undefined),
  }),
  async run({ db }, { q, page, level, ended }) {
    const where = and(
      ended ? isNotNull(areas.validTo) : isNull(areas.validTo),
      level ? eq(areas.level, level) : undefined,
      contains(q, [areas.code, areas.name, areas.nameEn, areas.pinyinKey]),
    );
    const rows = await db
      .select({
        code: areas.code,
        level: areas.level,
        name: areas.name,
        nameEn: areas.nameEn,
        areaM2: areas.areaM2,
        isBoundaryAssumed: areas.isBoundaryAssumed,
        validFrom: areas.validFrom,
        validTo: areas.validTo,
        parentCode: parent.code,
        parentName: parent.name,
        parentNameEn: parent.nameEn,
        cells: sql<number>`(select count(*)::int from grids g join areas c on c.id = g.community_id
          where g.kind = 'community_grid' and g.valid_to is null and (${areas.level} = 'city' or c.code like ${areas.code} || '%'))`,
      })
      .from(areas)
      .leftJoin(parent, eq(parent.id, areas.parentId))
      .where(where)
      .orderBy(sql`case when ${areas.level} = 'city' then 0 else 1 end`, asc(areas.code))
      .limit(pageSize)
      .offset(offsetOf(page));
    const [total] = await db.select({ count: count() }).from(areas).where(where);
    return { rows, total: total?.count ?? 0, page };
  },
});
