import "server-only";
import { and, asc, eq, inArray, or, sql } from "drizzle-orm";
import { z } from "zod";
import { areas, classes, overlays, tickets } from "@/db/schema";
import { AppError } from "@/lib/domain/errors";
import { grantedScopes } from "@/lib/domain/permissions";
import { query } from "../query";
import { whistledFor } from "../shared/visible";

/** No street has more departments at its places at once than a screen can tell. */
const mostShown = 20;

/**
 * Where a street waits for the actor's unit to come (吹哨), the longest waiting first; `hasArrived` once the unit
 * signed in there. Stays until the street has rated who came.
 */
export const listCalls = query({
  permission: "open_unit",
  input: z.strictObject({}),
  async run({ db, actor }) {
    if (actor.kind !== "user") throw new AppError("forbidden");
    const units = actor.appointments.flatMap(({ post, unitId }) =>
      unitId !== null && grantedScopes(post, "view_ticket").has("called") ? [unitId] : [],
    );
    if (units.length === 0) return [];
    const arrived = units.map(
      (unitId) => sql`${overlays.details} @> ${JSON.stringify({ arrivals: [{ unitId }] })}::jsonb`,
    );
    return db
      .select({
        number: tickets.number,
        className: classes.name,
        classNameEn: classes.nameEn,
        placeWords: tickets.placeWords,
        communityName: areas.name,
        communityNameEn: areas.nameEn,
        calledAt: overlays.askedAt,
        hasArrived: sql<boolean>`(${or(...arrived)})`,
      })
      .from(overlays)
      .innerJoin(tickets, eq(tickets.id, overlays.ticketId))
      .innerJoin(classes, eq(classes.id, tickets.classId))
      .innerJoin(areas, eq(areas.id, tickets.communityId))
      .where(
        and(
          eq(overlays.kind, "whistle"),
          inArray(overlays.state, ["requested", "active"]),
          or(...units.map((unitId) => whistledFor(db, unitId))),
        ),
      )
      .orderBy(asc(overlays.askedAt))
      .limit(mostShown);
  },
});

export type CallRow = Awaited<ReturnType<typeof listCalls>>[number];
