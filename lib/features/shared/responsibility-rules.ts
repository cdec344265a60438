import "server-only";
import { eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { areas, responsibilityRules } from "@/db/schema";
import type { ResponsibilityRule } from "@/lib/domain/responsibility";

/** All rules with the level of their area, as the chooser wants them. No rights: callers are queries that have checked. */
export async function readRules(db: Db): Promise<ResponsibilityRule[]> {
  return db
    .select({
      id: responsibilityRules.id,
      classId: responsibilityRules.classId,
      majorCode: responsibilityRules.majorCode,
      classKind: responsibilityRules.classKind,
      responsibleKind: responsibilityRules.responsibleKind,
      areaId: responsibilityRules.areaId,
      areaLevel: areas.level,
      placeId: responsibilityRules.placeId,
      ownerUnitId: responsibilityRules.ownerUnitId,
      unitId: responsibilityRules.unitId,
      sectionId: responsibilityRules.sectionId,
      personId: responsibilityRules.personId,
      ruledInTicketId: responsibilityRules.ruledInTicketId,
      validFrom: responsibilityRules.validFrom,
      validTo: responsibilityRules.validTo,
    })
    .from(responsibilityRules)
    .leftJoin(areas, eq(areas.id, responsibilityRules.areaId));
}
