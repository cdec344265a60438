import "server-only";
import { and, between, eq, sql } from "drizzle-orm";
import { grids, tickets } from "@/db/schema";
import { query } from "../query";
import { visibleTickets } from "../shared/visible";
import { mapTicketsInput, shown } from "./map-tickets";

/**
 * Counts at cell centres in a box, for whoever does not see the whole city: for the zooms at which nobody could tell
 * single tickets apart.
 */
export const loadTicketClusters = query({
  permission: "view_ticket",
  input: mapTicketsInput,
  async run({ db, actor }, { box, show }) {
    return db
      .select({
        lng: grids.labelLng,
        lat: grids.labelLat,
        count: sql<number>`count(*)::int`,
        overdue: sql<number>`(count(*) filter (where ${tickets.isOverdue} and ${tickets.endedAt} is null))::int`,
      })
      .from(tickets)
      .innerJoin(grids, eq(grids.id, tickets.cellId))
      .where(
        and(
          between(grids.labelLng, box.west, box.east),
          between(grids.labelLat, box.south, box.north),
          visibleTickets(db, actor),
          shown(show),
        ),
      )
      .groupBy(grids.id, grids.labelLng, grids.labelLat);
  },
});
