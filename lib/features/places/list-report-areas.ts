import "server-only";
import { and, asc, eq, isNull } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { z } from "zod";
import type { Db } from "@/db/client";
import { areas } from "@/db/schema";
import { query } from "../query";

/** Longer, and nobody finds anything in it, nor should a phone have to load it. */
const mostCommunities = 400;

/** Communities to choose from without a map, or streets where a city has too many; each with what it lies in. */
export const listReportAreas = query({
  permission: null,
  input: z.strictObject({}),
  async run({ db }) {
    const communities = await areasOf(db, "community", mostCommunities + 1);
    return communities.length > mostCommunities ? areasOf(db, "street", 2000) : communities;
  },
});

async function areasOf(db: Db, level: "community" | "street", limit: number) {
  const above = alias(areas, "above");
  return db
    .select({
      code: areas.code,
      name: areas.name,
      nameEn: areas.nameEn,
      parentName: above.name,
      parentNameEn: above.nameEn,
    })
    .from(areas)
    .innerJoin(above, eq(above.id, areas.parentId))
    .where(and(eq(areas.level, level), isNull(areas.validTo)))
    .orderBy(asc(areas.code))
    .limit(limit);
}

export type ReportArea = Awaited<ReturnType<typeof listReportAreas>>[number];
