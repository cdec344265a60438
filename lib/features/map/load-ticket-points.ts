import "server-only";
import { and, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Db } from "@/db/client";
import { classes, tickets } from "@/db/schema";
import { type TicketState, ticketStates } from "@/lib/domain/states";
import type { Box } from "@/lib/geo/box";
import { fromMercator } from "@/lib/geo/mercator";
import { query } from "../query";
import { seesWholeCity } from "../shared/sight";
import { visibleTickets } from "../shared/visible";
import { inBox, mapBox, mapTicketsInput, shown } from "./map-tickets";

export type MapTicket = {
  number: string;
  state: TicketState;
  isOverdue: boolean;
  isSuspended: boolean;
  className: string;
  classNameEn: string;
  /** Web-mercator metres. */
  mx: number;
  my: number;
};
export type DenseCount = { lng: number; lat: number; count: number; overdue: number };
export type TicketsInBox =
  | { kind: "points"; moment: string; points: MapTicket[] }
  /** Too many for single points: counted in squares. */
  | { kind: "counts"; moment: string; counts: DenseCount[] };

/**
 * Tickets in a box that the actor may see, the late ones first; or, when they are more than the limit, their counts in
 * squares of `metres` over a wider box. One text for each class instead of a row for each ticket: a tile may have
 * thousands, and most of their cost would be rows.
 */
export const loadTicketPoints = query({
  permission: "view_ticket",
  input: mapTicketsInput.extend({ wide: mapBox, metres: z.number().min(1) }),
  async run({ db, actor }, { box, wide, show, limit, metres }): Promise<TicketsInBox> {
    const sight = seesWholeCity(actor) ? undefined : visibleTickets(db, actor);
    const { rows } = await db.execute<{ moment: string; isTooMany: boolean; points: Packed[] | null }>(sql`
      with found as materialized (
        select ${tickets.number}, ${tickets.state}, (${tickets.isOverdue} or ${tickets.isStepOverdue}) as late,
          ${tickets.isSuspended} as held, ${tickets.classId}, ${tickets.mx}, ${tickets.my}
        from ${tickets} where ${and(inBox(box), sight, shown(show))} limit ${limit + 1}
      ), size as materialized (select count(*) > ${limit} as too_many from found)
      select pg_current_snapshot()::text as moment, too_many as "isTooMany",
        case when not too_many then (
          select json_agg(json_build_array(${classes.name}, ${classes.nameEn}, packed)) from (
            select class_id, string_agg(number || ' ' || state || ' ' || late::int || ' ' || held::int || ' ' || mx || ' ' || my, ',') as packed
            from found group by class_id
          ) as each join ${classes} on ${classes.id} = class_id
        ) end as points
      from size`);
    const [row] = rows;
    const moment = row?.moment ?? "";
    if (row?.isTooMany)
      return { kind: "counts", moment, counts: await countSquares(db, sight, { wide, show, metres }) };
    return { kind: "points", moment, points: lateFirst((row?.points ?? []).flatMap(readClass)) };
  },
});

async function countSquares(
  db: Db,
  sight: SQL | undefined,
  { wide, show, metres }: { wide: Box; show: "open" | "all"; metres: number },
): Promise<DenseCount[]> {
  const found = await db
    .select({
      mx: sql<number>`avg(${tickets.mx})::float8`,
      my: sql<number>`avg(${tickets.my})::float8`,
      count: sql<number>`count(*)::int`,
      overdue: sql<number>`(count(*) filter (where ${tickets.isOverdue} and ${tickets.endedAt} is null))::int`,
    })
    .from(tickets)
    .where(and(inBox(wide), sight, shown(show)))
    .groupBy(sql`floor(${tickets.mx} / ${metres}::float8)`, sql`floor(${tickets.my} / ${metres}::float8)`);
  return found.map(({ mx, my, count, overdue }) => {
    const [lng, lat] = fromMercator([mx, my]);
    return { lng, lat, count, overdue };
  });
}

type Packed = [name: string, nameEn: string, packed: string];

/** Numbers of tickets are digits, states are words of ours: neither has a space or a comma. */
function readClass([className, classNameEn, packed]: Packed): MapTicket[] {
  return packed.split(",").map((text) => {
    const [number = "", state, late, held, mx, my] = text.split(" ");
    return {
      number,
      state: ticketStates.find((known) => known === state) ?? "reported",
      isOverdue: late === "1",
      isSuspended: held === "1",
      className,
      classNameEn,
      mx: Number(mx),
      my: Number(my),
    };
  });
}

function lateFirst(found: readonly MapTicket[]): MapTicket[] {
  return [...found.filter(({ isOverdue }) => isOverdue), ...found.filter(({ isOverdue }) => !isOverdue)];
}
