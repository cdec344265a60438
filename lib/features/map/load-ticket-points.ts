import "server-only";
import { and, asc, desc, eq, sql } from "drizzle-orm";
import { classes, tickets } from "@/db/schema";
import { query } from "../query";
import { visibleTickets } from "../shared/visible";
import { inBox, mapTicketsInput, shown } from "./map-tickets";

/** Tickets in a box that the actor may see, the late ones first; one more than the limit tells that there are more. */
export const loadTicketPoints = query({
  permission: "view_ticket",
  input: mapTicketsInput,
  async run({ db, actor }, { box, show, limit }) {
    const isLate = sql<boolean>`(${tickets.isOverdue} or ${tickets.isStepOverdue})`;
    return db
      .select({
        number: tickets.number,
        state: tickets.state,
        isOverdue: isLate,
        isSuspended: tickets.isSuspended,
        className: classes.name,
        classNameEn: classes.nameEn,
        lng: tickets.lng,
        lat: tickets.lat,
      })
      .from(tickets)
      .innerJoin(classes, eq(classes.id, tickets.classId))
      .where(and(inBox(box), visibleTickets(db, actor), shown(show)))
      .orderBy(desc(isLate), asc(tickets.number))
      .limit(limit + 1);
  },
});
