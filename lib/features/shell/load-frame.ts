import "server-only";
import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import { areas, desks, units } from "@/db/schema";
import { query } from "../query";

/** What every page's frame shows: the city, and where the person's posts hold. Public columns only. */
export const loadFrame = query({
  permission: null,
  input: z.strictObject({}),
  async run({ db, actor }) {
    // What the city calls itself stands before what its outline's source calls it.
    const ownWord = (key: "city.name" | "city.nameEn") =>
      sql<
        string | null
      >`(select value #>> '{}' from settings where key = ${key} and valid_from <= clock_timestamp()
        order by valid_from desc limit 1)`;
    const [found] = await db
      .select({
        name: areas.name,
        nameEn: areas.nameEn,
        ownName: ownWord("city.name"),
        ownNameEn: ownWord("city.nameEn"),
      })
      .from(areas)
      .where(and(eq(areas.level, "city"), isNull(areas.validTo)));
    const city = found && { name: found.ownName || found.name, nameEn: found.ownNameEn || found.nameEn };
    if (actor.kind !== "user" || actor.appointments.length === 0) return { city: city ?? null, places: [] };
    const areaIds = actor.appointments.map(({ areaId }) => areaId);
    const unitIds = actor.appointments.flatMap(({ unitId }) => (unitId ? [unitId] : []));
    const names = await db
      .select({
        areaId: areas.id,
        name: areas.name,
        nameEn: areas.nameEn,
        desk: desks.name,
        deskEn: desks.nameEn,
      })
      .from(areas)
      .leftJoin(desks, eq(desks.areaId, areas.id))
      .where(inArray(areas.id, areaIds));
    const ofUnits = unitIds.length
      ? await db
          .select({ id: units.id, name: units.name, nameEn: units.nameEn })
          .from(units)
          .where(inArray(units.id, unitIds))
      : [];
    const places = actor.appointments.map((appointment) => {
      const unit = ofUnits.find(({ id }) => id === appointment.unitId);
      const area = names.find(({ areaId }) => areaId === appointment.areaId);
      return {
        post: appointment.post,
        name: unit?.name ?? area?.desk ?? area?.name ?? "",
        nameEn: unit?.nameEn ?? area?.deskEn ?? area?.nameEn ?? "",
      };
    });
    return { city: city ?? null, places };
  },
});
