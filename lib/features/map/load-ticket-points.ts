import "server-only";
import { and, sql } from "drizzle-orm";
import { z } from "zod";
import { classes, tickets } from "@/db/schema";
import { type TicketState, ticketStates } from "@/lib/domain/states";
import { fromMercator } from "@/lib/geo/mercator";
import { query } from "../query";
import { seesWholeCity } from "../shared/sight";
import { visibleTickets } from "../shared/visible";
import { inBox, mapBox, mapTicketsInput, mercatorBox, shown } from "./map-tickets";

export type MapTicket = {
  number: string;
  state: TicketState;
  isOverdue: boolean;
  isSuspended: boolean;
  className: string;
  classNameEn: string;
  lng: number;
  lat: number;
};
export type DenseCount = { lng: number; lat: number; count: number; overdue: number };
export type TicketsInBox =
  | { kind: "points"; moment: string; points: MapTicket[] }
  /** Too many for single points: counted in squares. */
  | { kind: "counts"; moment: string; counts: DenseCount[] };

/**
 * Tickets in a box that the actor may see, the late ones first; or, when they are more than the limit, their counts in
 * squares of `metres` over a wider box. One statement, and one text for each class instead of a row for each ticket:
 * a tile may have thousands, and most of their cost would be rows.
 */
export const loadTicketPoints = query({
  permission: "view_ticket",
  input: mapTicketsInput.extend({ wide: mapBox, metres: z.number().min(1) }),
  async run({ db, actor }, { box, wide, show, limit, metres }): Promise<TicketsInBox> {
    const { west, south, east, north } = mercatorBox(box);
    const sight = seesWholeCity(actor) ? undefined : visibleTickets(db, actor);
    const { rows } = await db.execute<{ moment: string; points: Packed[] | null; counts: string | null }>(sql`
      with found as materialized (
        select ${tickets.number}, ${tickets.state}, (${tickets.isOverdue} or ${tickets.isStepOverdue}) as late,
          ${tickets.isOverdue} and ${tickets.endedAt} is null as overdue, ${tickets.isSuspended} as held,
          ${tickets.classId}, ${tickets.lng}, ${tickets.lat}, ${tickets.mx}, ${tickets.my},
          ${tickets.mx} between ${west} and ${east} and ${tickets.my} between ${south} and ${north} as near
        from ${tickets} where ${and(inBox(wide), sight, shown(show))}
      ), size as materialized (select count(*) filter (where near) <= ${limit} as is_small from found)
      select pg_current_snapshot()::text as moment,
        case when is_small then (
          select json_agg(json_build_array(${classes.name}, ${classes.nameEn}, packed)) from (
            select class_id, string_agg(number || ' ' || state || ' ' || late::int || ' ' || held::int || ' ' || lng || ' ' || lat, ',') as packed
            from found where near group by class_id
          ) as each join ${classes} on ${classes.id} = class_id
        ) end as points,
        case when not is_small then (
          select string_agg(x || ' ' || y || ' ' || count || ' ' || overdue, ',') from (
            select round(avg(mx)) as x, round(avg(my)) as y, count(*) as count, count(*) filter (where overdue) as overdue
            from found group by floor(mx / ${metres}::float8), floor(my / ${metres}::float8)
          ) as squares
        ) end as counts
      from size`);
    const [row] = rows;
    const moment = row?.moment ?? "";
    if (row?.counts) return { kind: "counts", moment, counts: row.counts.split(",").map(readCount) };
    return { kind: "points", moment, points: (row?.points ?? []).flatMap(readClass).sort(lateFirst) };
  },
});

type Packed = [name: string, nameEn: string, packed: string];

/** Numbers of tickets are digits, states are words of ours: neither has a space or a comma. */
function readClass([className, classNameEn, packed]: Packed): MapTicket[] {
  return packed.split(",").map((text) => {
    const [number = "", state, late, held, lng, lat] = text.split(" ");
    return {
      number,
      state: ticketStates.find((known) => known === state) ?? "reported",
      isOverdue: late === "1",
      isSuspended: held === "1",
      className,
      classNameEn,
      lng: Number(lng),
      lat: Number(lat),
    };
  });
}

function readCount(text: string): DenseCount {
  const [x, y, count, overdue] = text.split(" ").map(Number);
  const [lng, lat] = fromMercator([x ?? 0, y ?? 0]);
  return { lng, lat, count: count ?? 0, overdue: overdue ?? 0 };
}

function lateFirst(a: MapTicket, b: MapTicket): number {
  if (a.isOverdue !== b.isOverdue) return a.isOverdue ? -1 : 1;
  return a.number < b.number ? -1 : 1;
}
