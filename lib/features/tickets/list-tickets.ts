import "server-only";
import {
  and,
  asc,
  count,
  desc,
  eq,
  gte,
  inArray,
  isNotNull,
  isNull,
  lte,
  or,
  type SQL,
  sql,
} from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { z } from "zod";
import type { Db } from "@/db/client";
import { areas, classes, grids, tickets, units } from "@/db/schema";
import type { UserActor } from "@/lib/domain/actor";
import { areaLevelOf } from "@/lib/domain/area-code";
import { AppError } from "@/lib/domain/errors";
import { isAllowed, type Permission } from "@/lib/domain/permissions";
import { ticketStates } from "@/lib/domain/states";
import { ticketCommandNames } from "@/lib/domain/ticket/commands";
import { readClock } from "../command";
import { query } from "../query";
import { searchCondition } from "../shared/search-text";
import { scopeCondition, visibleTickets } from "../shared/visible";

/**
 * `todo`: what the actor can move on now, by the permission table; `desk`: all open at the actor's desk;
 * `watch`: open anywhere in sight; `overdue`: of these, the late ones; `mine`: reported by me; `ended`; `all`.
 */
export const ticketViews = ["todo", "desk", "watch", "overdue", "mine", "ended", "all"] as const;
export type TicketView = (typeof ticketViews)[number];
export const ticketSorts = ["due", "reported", "number", "class", "place", "cell", "unit", "state"] as const;
export type TicketSort = (typeof ticketSorts)[number];

/** What presses comes first; where nothing presses any more, the latest report does. */
export function defaultOrder(view: TicketView): { sort: TicketSort; order: "asc" | "desc" } {
  const isPressing = view === "todo" || view === "desk" || view === "watch" || view === "overdue";
  return isPressing ? { sort: "due", order: "asc" } : { sort: "reported", order: "desc" };
}

const list = <T extends string>(names: readonly T[]) =>
  z
    .union([z.enum(names as [T, ...T[]]), z.array(z.enum(names as [T, ...T[]]))])
    .transform((value) => (Array.isArray(value) ? value : [value]))
    .optional();

/** What narrows a list; the export of a list takes the same. */
export const ticketFilters = z.object({
  view: z.enum(ticketViews).default("todo"),
  states: list(ticketStates),
  q: z.string().trim().max(60).optional(),
  overdue: z.enum(["yes"]).optional(),
  suspended: z.enum(["yes"]).optional(),
  supervised: z.enum(["yes"]).optional(),
  disputed: z.enum(["yes"]).optional(),
  major: z
    .string()
    .regex(/^\d{2}$/)
    .optional(),
  area: z
    .string()
    .refine((code) => areaLevelOf(code) !== null, { message: "bad_format" })
    .optional(),
  cell: z.string().max(30).optional(),
  unit: z.string().max(30).optional(),
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
  sort: z.enum(ticketSorts).optional(),
  order: z.enum(["asc", "desc"]).optional(),
});
export type TicketFilters = z.output<typeof ticketFilters>;

export const listTicketsInput = ticketFilters.extend({
  page: z.coerce.number().int().min(1).max(10_000).default(1),
  pageSize: z.coerce.number().int().min(10).max(200).default(50),
});
export type ListTicketsInput = z.input<typeof listTicketsInput>;

/** Commands by which a person moves a ticket on; a list of things to do holds what one of them fits. */
const passive = new Set<Permission>([
  "add_note",
  "urge",
  "reopen",
  "rate",
  "supervise",
  "hand_down",
  "take_up",
  "escalate",
  "pass_down",
  "whistle",
  "open_dispute",
  "void",
  "review_refusal",
  "force_close",
  "recall",
  "recall_check",
  "recall_inspection",
  "add_co_unit",
  "withdraw_supervision",
  "request_extension",
  "request_deferral",
  "request_long_term",
  "end_deferral",
  "end_long_term",
  "review_long_term",
  "rule_dispute",
  "decide_extension",
  "decide_deferral",
  "decide_long_term",
  "whistle_arrive",
  "whistle_rate",
  "answer_leader",
  "assign_person",
  "return_assignment",
  "unit_send_back",
]);

/** For each post and standing, the states in which it may do something that moves the ticket on. */
function movableStates(actor: UserActor) {
  return actor.appointments.flatMap((appointment) =>
    (["desk", "task", "unit", "section", "person"] as const).flatMap((scope) => {
      const states = ticketStates.filter((state) =>
        ticketCommandNames.some(
          (name) => !passive.has(name) && isAllowed(appointment.post, name, [scope], state),
        ),
      );
      return states.length > 0 ? [{ appointment, scope, states }] : [];
    }),
  );
}

/** Which rows wait for this actor. */
export function waitingFor(db: Db, actor: UserActor): SQL {
  const parts = movableStates(actor).map(
    ({ appointment, scope, states }) =>
      and(scopeCondition(db, scope, appointment, actor.userId), inArray(tickets.state, states)) ?? sql`false`,
  );
  // A request waits for the dispatcher of its desk, whatever the state; and above, where that desk may not answer it.
  const deciders = actor.appointments.filter(({ post }) =>
    isAllowed(post, "decide_extension", ["desk"], "handling"),
  );
  for (const appointment of deciders) {
    const mayDecideLongTerm = isAllowed(appointment.post, "decide_long_term", ["desk"], "handling");
    const fromBelow = mayDecideLongTerm
      ? sql`(${tickets.level} in ('community', 'street') and o.kind = 'long_term')`
      : sql`${tickets.level} = 'community' and o.kind <> 'long_term'`;
    const below = scopeCondition(db, "below", appointment, actor.userId);
    parts.push(sql`(${tickets.endedAt} is null and exists (
      select 1 from overlays o where o.ticket_id = ${tickets.id}
        and (o.state = 'requested' or (o.kind = 'dispute' and o.state = 'active'))
        and (${tickets.deskAreaId} = ${appointment.areaId} or (${below} and ${fromBelow}))))`);
  }
  return or(...parts) ?? sql`false`;
}

const isLate = or(eq(tickets.isOverdue, true), eq(tickets.isStepOverdue, true));

/** Tickets of an area, by the area's row: a new area (管委会) over several districts shares no code with its parts. */
function inArea(db: Db, code: string): SQL {
  const level = areaLevelOf(code);
  if (!level) return sql`false`;
  const column = {
    city: tickets.cityId,
    district: tickets.districtId,
    street: tickets.streetId,
    community: tickets.communityId,
  }[level];
  return inArray(column, db.select({ id: areas.id }).from(areas).where(eq(areas.code, code)));
}

function viewCondition(db: Db, actor: UserActor, view: TicketView): SQL | undefined {
  switch (view) {
    case "todo":
      return waitingFor(db, actor);
    case "desk":
      return and(
        isNull(tickets.endedAt),
        inArray(
          tickets.deskAreaId,
          actor.appointments.map(({ areaId }) => areaId),
        ),
      );
    case "watch":
      return isNull(tickets.endedAt);
    case "overdue":
      return and(isNull(tickets.endedAt), isLate);
    case "mine":
      return eq(tickets.reportedByUserId, actor.userId);
    case "ended":
      return isNotNull(tickets.endedAt);
    case "all":
      return undefined;
    default: {
      const never: never = view;
      return never;
    }
  }
}

const community = alias(areas, "community");

/** The deadline that presses: the unit's while a unit works, else the step's; the promise where there is neither. */
const pressingDue = sql<Date | null>`coalesce(
  case when ${tickets.state} in ('assigned','handling','unit_review') then ${tickets.unitDueAt} else ${tickets.stepDueAt} end,
  ${tickets.promiseDueAt})`.mapWith(tickets.promiseDueAt);

const sortColumns = {
  due: pressingDue,
  reported: tickets.reportedAt,
  number: tickets.number,
  class: classes.pinyinKey,
  place: tickets.placeWords,
  cell: grids.code,
  unit: units.pinyinKey,
  state: sql`array_position(array[${sql.join(
    ticketStates.map((state) => sql`${state}`),
    sql`, `,
  )}]::text[], ${tickets.state})`,
} as const;

/** Everything of a list's row; names in both languages, as the reader's is not known here. */
const rowColumns = {
  number: tickets.number,
  state: tickets.state,
  version: tickets.version,
  channel: tickets.channel,
  level: tickets.level,
  placeWords: tickets.placeWords,
  lng: tickets.lng,
  lat: tickets.lat,
  reportedAt: tickets.reportedAt,
  closedAt: tickets.closedAt,
  endedAt: tickets.endedAt,
  dueAt: pressingDue,
  promiseDueAt: tickets.promiseDueAt,
  isOverdue: sql<boolean>`(${tickets.isOverdue} or ${tickets.isStepOverdue})`,
  isSuspended: tickets.isSuspended,
  isDisputed: tickets.isDisputed,
  isDanger: classes.isDanger,
  supervisionLevel: tickets.supervisionLevel,
  urgeCount: tickets.urgeCount,
  reworkCount: tickets.reworkCount,
  className: classes.name,
  classNameEn: classes.nameEn,
  classCode: classes.code,
  cellCode: grids.code,
  cellName: grids.name,
  cellNameEn: grids.nameEn,
  cellKey: grids.key,
  communityName: community.name,
  communityNameEn: community.nameEn,
  unitName: units.name,
  unitNameEn: units.nameEn,
};

function listWhere(db: Db, actor: UserActor, input: TicketFilters): SQL | undefined {
  return and(
    visibleTickets(db, actor),
    viewCondition(db, actor, input.view),
    input.states ? inArray(tickets.state, input.states) : undefined,
    input.q ? (searchCondition(sql`${tickets.search}`, input.q) ?? undefined) : undefined,
    input.overdue ? and(isLate, isNull(tickets.endedAt)) : undefined,
    input.suspended ? eq(tickets.isSuspended, true) : undefined,
    input.supervised ? sql`${tickets.supervisionLevel} > 0` : undefined,
    input.disputed ? eq(tickets.isDisputed, true) : undefined,
    input.major ? eq(classes.majorCode, input.major) : undefined,
    input.cell ? eq(grids.code, input.cell) : undefined,
    input.area ? inArea(db, input.area) : undefined,
    input.unit ? eq(units.code, input.unit) : undefined,
    input.from ? gte(tickets.reportedDay, input.from) : undefined,
    input.to ? lte(tickets.reportedDay, input.to) : undefined,
  );
}

function listOrder(input: TicketFilters): SQL[] {
  const usual = defaultOrder(input.view);
  const direction = (input.order ?? (input.sort ? "asc" : usual.order)) === "asc" ? asc : desc;
  // What has no deadline or unit stands last in both directions.
  return [
    sql`${direction(sortColumns[input.sort ?? usual.sort])} nulls last`,
    // Of two with the same deadline the earlier report, of two reports the later number: as the list runs.
    direction(tickets.number),
  ];
}

function listRows(db: Db, where: SQL | undefined, input: TicketFilters) {
  return db
    .select(rowColumns)
    .from(tickets)
    .innerJoin(classes, eq(classes.id, tickets.classId))
    .innerJoin(grids, eq(grids.id, tickets.cellId))
    .innerJoin(community, eq(community.id, tickets.communityId))
    .leftJoin(units, eq(units.id, tickets.leadUnitId))
    .where(where)
    .orderBy(...listOrder(input));
}

async function countRows(db: Db, where: SQL | undefined): Promise<number> {
  const [total] = await db
    .select({ count: count() })
    .from(tickets)
    .innerJoin(classes, eq(classes.id, tickets.classId))
    .innerJoin(grids, eq(grids.id, tickets.cellId))
    .leftJoin(units, eq(units.id, tickets.leadUnitId))
    .where(where);
  return total?.count ?? 0;
}

export type TicketRow = Awaited<ReturnType<typeof listRows>>[number];

export const listTickets = query({
  permission: "view_ticket",
  input: listTicketsInput,
  async run({ db, actor, clock }, input) {
    if (actor.kind !== "user") throw new AppError("forbidden");
    const where = listWhere(db, actor, input);
    const total = await countRows(db, where);
    // A page beyond the end (the list grew shorter since the link was made) is the last one.
    const page = Math.min(input.page, Math.max(1, Math.ceil(total / input.pageSize)));
    const rows = await listRows(db, where, input)
      .limit(input.pageSize)
      .offset((page - 1) * input.pageSize);
    // The moment by which the rows' deadlines are read.
    const now = clock?.() ?? (await readClock(db));
    return { rows, total, page, pageSize: input.pageSize, now };
  },
});

/** More rows than this are no list for people any more: narrow it. */
export const exportLimit = 5_000;

/** The same list whole, for a file: at most `exportLimit` rows, with how many there would be. */
export const exportTickets = query({
  permission: "view_ticket",
  input: ticketFilters,
  async run({ db, actor, clock }, input) {
    if (actor.kind !== "user") throw new AppError("forbidden");
    const where = listWhere(db, actor, input);
    return {
      now: clock?.() ?? (await readClock(db)),
      total: await countRows(db, where),
      rows: await listRows(db, where, input).limit(exportLimit),
    };
  },
});

/** How many tickets each view holds, for the tabs of a desk. `canMove`: is there anything that could wait for the actor? */
export const countViews = query({
  permission: "view_ticket",
  input: z.object({}),
  async run({ db, actor }) {
    if (actor.kind !== "user") throw new AppError("forbidden");
    const visible = visibleTickets(db, actor);
    const among = (condition: SQL | undefined) =>
      sql<number>`(count(*) filter (where ${condition ?? sql`true`}))::int`;
    // All of these are open tickets: one walk over them answers all.
    const [open] = await db
      .select({
        todo: among(viewCondition(db, actor, "todo")),
        desk: among(viewCondition(db, actor, "desk")),
        watch: among(undefined),
        overdue: among(isLate),
      })
      .from(tickets)
      .where(and(visible, isNull(tickets.endedAt)));
    const [mine] = await db
      .select({ count: count() })
      .from(tickets)
      .where(and(visible, viewCondition(db, actor, "mine")));
    return {
      todo: open?.todo ?? 0,
      desk: open?.desk ?? 0,
      watch: open?.watch ?? 0,
      overdue: open?.overdue ?? 0,
      mine: mine?.count ?? 0,
      canMove: movableStates(actor).length > 0,
    };
  },
});
