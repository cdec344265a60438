import "server-only";
import { and, asc, count, desc, eq, isNull } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { z } from "zod";
import { areas, desks, grids, units } from "@/db/schema";
import { AppError } from "@/lib/domain/errors";
import { query } from "../query";
import { stampOf } from "../shared/edit";
import { readHistory } from "../shared/record-history";
import { todayOf, validOn } from "../shared/valid-on";
import { areaCode, areaFields } from "./change-area";
import { deskFields } from "./change-desk";

const parent = alias(areas, "parent");

/** One area with its desk, what stands on it, and what was done to both. An ended one is found by its code too. */
export const loadArea = query({
  permission: "view_directory",
  input: z.object({ code: areaCode }),
  async run({ db, clock }, { code }) {
    const today = await todayOf({ db, ...(clock ? { clock } : {}) });
    const [found] = await db
      .select({ area: areas, parentName: parent.name, parentNameEn: parent.nameEn, parentCode: parent.code })
      .from(areas)
      .leftJoin(parent, eq(parent.id, areas.parentId))
      .where(eq(areas.code, code))
      .orderBy(desc(areas.validFrom))
      .limit(1);
    if (!found) throw new AppError("not_found");
    const { area, ...above } = found;
    const [desk] = await db
      .select({ desk: desks, unit: units.code, unitName: units.name, unitNameEn: units.nameEn })
      .from(desks)
      .leftJoin(units, eq(units.id, desks.unitId))
      .where(eq(desks.areaId, area.id));
    const [children] = await db
      .select({ count: count() })
      .from(areas)
      .where(and(eq(areas.parentId, area.id), isNull(areas.validTo)));
    const [cells] = await db
      .select({ count: count() })
      .from(grids)
      .where(and(eq(grids.communityId, area.id), eq(grids.kind, "community_grid"), isNull(grids.validTo)));
    const unitChoices = await db
      .select({ code: units.code, name: units.name, nameEn: units.nameEn })
      .from(units)
      .where(validOn(units, today))
      .orderBy(asc(units.pinyinKey));
    return {
      today,
      ...areaFields(area),
      level: area.level,
      areaM2: area.areaM2,
      isBoundaryAssumed: area.isBoundaryAssumed,
      validFrom: area.validFrom,
      ...above,
      children: children?.count ?? 0,
      cells: cells?.count ?? 0,
      seen: stampOf(areaFields(area)),
      desk: desk
        ? {
            ...deskFields(desk.desk, desk.unit),
            unitName: desk.unitName,
            unitNameEn: desk.unitNameEn,
            seen: stampOf(deskFields(desk.desk, desk.unit)),
          }
        : null,
      units: unitChoices,
      history: await readHistory(
        db,
        [
          { kind: "area", ids: [area.id] },
          { kind: "desk", ids: desk ? [desk.desk.id] : [] },
        ],
        { type: "areas.imported", code },
      ),
    };
  },
});
