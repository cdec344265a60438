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
    const { rows } = await db.execute<Packed>(sql`
      select moment, ${classes.name}, ${classes.nameEn} as "nameEn", count, packed
      from (select pg_current_snapshot()::text as moment) as now
      left join (
        select class_id, count(*)::int as count, string_agg(number || ' ' || state || ' ' || late::int || ' ' || held::int || ' ' || mx || ' ' || my, ',') as packed
        from (
          select ${tickets.number}, ${tickets.state}, (${tickets.isOverdue} or ${tickets.isStepOverdue}) as late,
            ${tickets.isSuspended} as held, ${tickets.classId}, ${tickets.mx}, ${tickets.my}
          from ${tickets} where ${and(inBox(box), sight, shown(show))} limit ${limit + 1}
        ) as found group by class_id
      ) as each on true
      left join ${classes} on ${classes.id} = class_id`);
    const moment = rows[0]?.moment ?? "";
    if (rows.reduce((sum, { count }) => sum + (count ?? 0), 0) > limit)
      return { kind: "counts", moment, counts: await countSquares(db, sight, { wide, show, metres }) };
    return { kind: "points", moment, points: lateFirst(rows.flatMap(readClass)) };
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

/** Of one class; where there is no ticket at all, one row with the moment alone. */
type Packed = {
  moment: string;
  name: string | null;
  nameEn: string | null;
  count: number | null;
  packed: string | null;
};

/** Numbers of tickets are digits, states are words of ours: neither has a space or a comma. */
function readClass({ name, nameEn, packed }: Packed): MapTicket[] {
  if (!packed) return [];
  return packed.split(",").map((text) => {
    const [number = "", state = "", late, held, mx, my] = text.split(" ");
    return {
      number,
      state: isState(state) ? state : "reported",
      isOverdue: late === "1",
      isSuspended: held === "1",
      className: name ?? "",
      classNameEn: nameEn ?? "",
      mx: Number(mx),
      my: Number(my),
    };
  });
}

const states = new Set<string>(ticketStates);
const isState = (word: string): word is TicketState => states.has(word);

function lateFirst(found: readonly MapTicket[]): MapTicket[] {
  return [...found.filter(({ isOverdue }) => isOverdue), ...found.filter(({ isOverdue }) => !isOverdue)];
}
