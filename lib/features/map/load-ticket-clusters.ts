import "server-only";
import { and, between, eq, inArray, sql } from "drizzle-orm";
import { unionAll } from "drizzle-orm/pg-core";
import { z } from "zod";
import type { Db } from "@/db/client";
import { counterDeltas, counters, grids, tickets } from "@/db/schema";
import type { Actor } from "@/lib/domain/actor";
import { grantedScopes } from "@/lib/domain/permissions";
import { openStates } from "@/lib/domain/states";
import type { Box } from "@/lib/geo/box";
import { fromMercator } from "@/lib/geo/mercator";
import { query } from "../query";
import { visibleTickets } from "../shared/visible";
import { inBox, mapTicketsInput, shown } from "./map-tickets";

type Show = "open" | "all";

/** Counts at cell centres in a box: for the zooms at which nobody could tell single tickets apart. */
export const loadTicketClusters = query({
  permission: "view_ticket",
  input: mapTicketsInput,
  async run({ db, actor }, { box, show }) {
    return seesWholeCity(actor) ? fromCounters(db, box, show) : fromTickets(db, actor, box, show);
  },
});

/** Counts at the tickets' own places, in squares of `metres`: where single points would be too many. */
export const loadDensePoints = query({
  permission: "view_ticket",
  input: mapTicketsInput.extend({ metres: z.number().min(1) }),
  async run({ db, actor }, { box, show, metres }) {
    const column = sql`floor(${tickets.mx} / ${metres}::float8)`;
    const row = sql`floor(${tickets.my} / ${metres}::float8)`;
    const found = await db
      .select({
        mx: sql<number>`avg(${tickets.mx})::float8`,
        my: sql<number>`avg(${tickets.my})::float8`,
        count: sql<number>`count(*)::int`,
        overdue: sql<number>`(count(*) filter (where ${tickets.isOverdue} and ${tickets.endedAt} is null))::int`,
      })
      .from(tickets)
      .where(and(inBox(box), visibleTickets(db, actor), shown(show)))
      .groupBy(sql`${column}, ${row}`);
    return found.map(({ mx, my, count, overdue }) => {
      const [lng, lat] = fromMercator([mx, my]);
      return { lng, lat, count, overdue };
    });
  },
});

/** Then the counters tell it all, and the tickets need not be touched. */
function seesWholeCity(actor: Actor): boolean {
  return (
    actor.kind === "user" &&
    actor.appointments.some(
      ({ areaLevel, post }) => areaLevel === "city" && grantedScopes(post, "view_ticket").has("territory"),
    )
  );
}

async function fromCounters(db: Db, box: Box, show: Show) {
  const columns = <T extends typeof counters | typeof counterDeltas>(table: T) => ({
    cellId: table.cellId,
    state: table.state,
    isOverdue: table.isOverdue,
  });
  // What was not folded yet counts too: the map and the list beside it must agree.
  const parts = unionAll(
    db.select({ ...columns(counters), count: counters.count }).from(counters),
    db.select({ ...columns(counterDeltas), count: counterDeltas.delta }).from(counterDeltas),
  ).as("parts");
  const isOpen = inArray(parts.state, openStates);
  return db
    .select({
      lng: grids.labelLng,
      lat: grids.labelLat,
      count: sql<number>`sum(${parts.count})::int`,
      overdue: sql<number>`coalesce(sum(${parts.count}) filter (where ${parts.isOverdue} and ${isOpen}), 0)::int`,
    })
    .from(parts)
    .innerJoin(grids, eq(grids.id, parts.cellId))
    .where(and(centreIn(box), show === "open" ? isOpen : undefined))
    .groupBy(grids.id, grids.labelLng, grids.labelLat)
    .having(sql`sum(${parts.count}) > 0`);
}

async function fromTickets(db: Db, actor: Actor, box: Box, show: Show) {
  return db
    .select({
      lng: grids.labelLng,
      lat: grids.labelLat,
      count: sql<number>`count(*)::int`,
      overdue: sql<number>`(count(*) filter (where ${tickets.isOverdue} and ${tickets.endedAt} is null))::int`,
    })
    .from(tickets)
    .innerJoin(grids, eq(grids.id, tickets.cellId))
    .where(and(centreIn(box), visibleTickets(db, actor), shown(show)))
    .groupBy(grids.id, grids.labelLng, grids.labelLat);
}

function centreIn(box: Box) {
  return and(between(grids.labelLng, box.west, box.east), between(grids.labelLat, box.south, box.north));
}
