import "server-only";
import { and, asc, count, desc, eq, inArray, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { areas, assignments, classes, grids, persons, sections, tickets, units } from "@/db/schema";
import { AppError } from "@/lib/domain/errors";
import { readClock } from "../command";
import { query } from "../query";
import {
  dutyCut,
  dutyCuts,
  dutyFilters,
  filterConditions,
  isLateDuty,
  openCuts,
  ownDuties,
} from "./own-duties";

/** `open`: all that the unit still holds; else one cut. */
export const dutyViews = ["open", ...dutyCuts] as const;
export type DutyView = (typeof dutyViews)[number];
export const dutySorts = ["due", "number", "class", "place", "person"] as const;

export const listDutiesInput = dutyFilters.extend({
  view: z.enum(dutyViews).default("open"),
  sort: z.enum(dutySorts).default("due"),
  order: z.enum(["asc", "desc"]).default("asc"),
  page: z.coerce.number().int().min(1).max(10_000).default(1),
  pageSize: z.coerce.number().int().min(10).max(200).default(50),
});

/** Before acceptance the deadline of accepting presses, after it the one of the work. */
const pressingDue =
  sql<Date>`case when ${assignments.state} = 'assigned' then ${assignments.acceptDueAt} else ${assignments.dueAt} end`.mapWith(
    assignments.dueAt,
  );

const sortColumns = {
  due: pressingDue,
  number: tickets.number,
  class: classes.pinyinKey,
  place: tickets.placeWords,
  person: persons.pinyinKey,
} as const;

function orderOf({ view, sort, order }: z.output<typeof listDutiesInput>): SQL[] {
  const direction = order === "asc" ? asc : desc;
  if (sort !== "due") return [direction(sortColumns[sort]), asc(tickets.number)];
  // What is done is looked up from its end, the latest first.
  if (view === "ended") return [desc(tickets.endedAt), desc(tickets.number)];
  if (view === "handed_back") return [desc(assignments.handedBackAt), desc(tickets.number)];
  return [desc(isLateDuty), asc(assignments.isPaused), direction(pressingDue), asc(tickets.number)];
}

/** The duties of a unit, section or person: each is the own part of a ticket, with its own state and clock. */
export const listDuties = query({
  permission: "open_unit",
  input: listDutiesInput,
  async run({ db, actor, clock }, input) {
    if (actor.kind !== "user") throw new AppError("forbidden");
    const where = and(
      ownDuties(actor),
      inArray(dutyCut, input.view === "open" ? [...openCuts] : [input.view]),
      ...filterConditions(input),
    );
    const rows = await db
      .select({
        cut: dutyCut,
        number: tickets.number,
        version: tickets.version,
        state: tickets.state,
        part: assignments.state,
        role: assignments.role,
        className: classes.name,
        classNameEn: classes.nameEn,
        isDanger: classes.isDanger,
        description: tickets.description,
        placeWords: tickets.placeWords,
        lng: tickets.lng,
        lat: tickets.lat,
        cellName: grids.name,
        cellNameEn: grids.nameEn,
        communityName: areas.name,
        communityNameEn: areas.nameEn,
        unitName: units.name,
        unitNameEn: units.nameEn,
        sectionName: sections.name,
        sectionNameEn: sections.nameEn,
        personName: persons.name,
        startedAt: assignments.startedAt,
        dueAt: pressingDue,
        handedBackAt: assignments.handedBackAt,
        endedAt: tickets.endedAt,
        isPaused: assignments.isPaused,
        isLate: isLateDuty,
        isSuspended: tickets.isSuspended,
        isDisputed: tickets.isDisputed,
        supervisionLevel: tickets.supervisionLevel,
        urgeCount: tickets.urgeCount,
        reworkCount: tickets.reworkCount,
      })
      .from(assignments)
      .innerJoin(tickets, eq(tickets.id, assignments.ticketId))
      .innerJoin(classes, eq(classes.id, tickets.classId))
      .innerJoin(grids, eq(grids.id, tickets.cellId))
      .innerJoin(areas, eq(areas.id, tickets.communityId))
      .innerJoin(units, eq(units.id, assignments.unitId))
      .leftJoin(sections, eq(sections.id, assignments.sectionId))
      .leftJoin(persons, eq(persons.id, assignments.personId))
      .where(where)
      .orderBy(...orderOf(input))
      .limit(input.pageSize)
      .offset((input.page - 1) * input.pageSize);
    const [total] = await db
      .select({ count: count() })
      .from(assignments)
      .innerJoin(tickets, eq(tickets.id, assignments.ticketId))
      .leftJoin(sections, eq(sections.id, assignments.sectionId))
      .leftJoin(persons, eq(persons.id, assignments.personId))
      .where(where);
    const now = clock?.() ?? (await readClock(db));
    return { rows, total: total?.count ?? 0, page: input.page, pageSize: input.pageSize, now };
  },
});

export type DutyRow = Awaited<ReturnType<typeof listDuties>>["rows"][number];

/** How many duties each cut holds, and how many of them are late, under the same filters as the list. */
export const countDuties = query({
  permission: "open_unit",
  input: dutyFilters,
  async run({ db, actor }, filters): Promise<Record<DutyView, { count: number; late: number }>> {
    if (actor.kind !== "user") throw new AppError("forbidden");
    const rows = await db
      .select({
        cut: dutyCut,
        count: count(),
        late: sql<number>`(count(*) filter (where ${isLateDuty}))::int`,
      })
      .from(assignments)
      .innerJoin(tickets, eq(tickets.id, assignments.ticketId))
      .leftJoin(sections, eq(sections.id, assignments.sectionId))
      .leftJoin(persons, eq(persons.id, assignments.personId))
      .where(and(ownDuties(actor), ...filterConditions(filters)))
      .groupBy(sql`1`);
    const of = (cuts: readonly string[]) => {
      const held = rows.filter(({ cut }) => cuts.includes(cut));
      return {
        count: held.reduce((sum, row) => sum + row.count, 0),
        late: held.reduce((sum, row) => sum + row.late, 0),
      };
    };
    return {
      open: of(openCuts),
      receive: of(["receive"]),
      assign: of(["assign"]),
      handle: of(["handle"]),
      sign_off: of(["sign_off"]),
      handed_back: of(["handed_back"]),
      ended: of(["ended"]),
    };
  },
});
