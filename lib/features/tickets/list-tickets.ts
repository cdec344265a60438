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
import { AppError } from "@/lib/domain/errors";
import { isAllowed, type Permission } from "@/lib/domain/permissions";
import { ticketStates } from "@/lib/domain/states";
import { ticketCommandNames } from "@/lib/domain/ticket/commands";
import { query } from "../query";
import { searchCondition } from "../shared/search-text";
import { scopeCondition, visibleTickets } from "../shared/visible";

/**
 * `todo`: what the actor can move on now, by the permission table; `desk`: all open at the actor's desk;
 * `watch`: open elsewhere in sight; `mine`: reported by me; `ended`; `all`.
 */
export const ticketViews = ["todo", "desk", "watch", "mine", "ended", "all"] as const;
export type TicketView = (typeof ticketViews)[number];
export const ticketSorts = ["due", "reported", "number", "class", "place", "unit"] as const;

const list = <T extends string>(names: readonly T[]) =>
  z
    .union([z.enum(names as [T, ...T[]]), z.array(z.enum(names as [T, ...T[]]))])
    .transform((value) => (Array.isArray(value) ? value : [value]))
    .optional();

export const listTicketsInput = z.object({
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
    .regex(/^\d{6,12}$/)
    .optional(),
  cell: z.string().max(30).optional(),
  unit: z.string().max(30).optional(),
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
  sort: z.enum(ticketSorts).default("due"),
  order: z.enum(["asc", "desc"]).default("asc"),
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

/** Which rows wait for this actor: for each post, the states in which it may do something that moves the ticket. */
export function waitingFor(db: Db, actor: UserActor): SQL {
  const parts: SQL[] = [];
  for (const appointment of actor.appointments)
    for (const scope of ["desk", "task", "unit", "section", "person"] as const) {
      const states = ticketStates.filter((state) =>
        ticketCommandNames.some(
          (name) => !passive.has(name) && isAllowed(appointment.post, name, [scope], state),
        ),
      );
      if (states.length === 0) continue;
      const inScope = scopeCondition(db, scope, appointment, actor.userId);
      parts.push(and(inScope, inArray(tickets.state, states)) ?? sql`false`);
    }
  // A request waits for the dispatcher of its desk, whatever the state.
  const deciders = actor.appointments.filter(({ post }) =>
    isAllowed(post, "decide_extension", ["desk"], "handling"),
  );
  for (const appointment of deciders)
    parts.push(sql`(${tickets.deskAreaId} = ${appointment.areaId} and ${tickets.endedAt} is null and exists (
      select 1 from overlays o where o.ticket_id = ${tickets.id} and (o.state = 'requested' or (o.kind = 'dispute' and o.state = 'active'))))`);
  return or(...parts) ?? sql`false`;
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
  unit: units.pinyinKey,
} as const;

export const listTickets = query({
  permission: "view_ticket",
  input: listTicketsInput,
  async run({ db, actor }, input) {
    if (actor.kind !== "user") throw new AppError("forbidden");
    const filters = [
      visibleTickets(db, actor),
      viewCondition(db, actor, input.view),
      input.states ? inArray(tickets.state, input.states) : undefined,
      input.q ? (searchCondition(sql`${tickets.search}`, input.q) ?? undefined) : undefined,
      input.overdue
        ? and(or(eq(tickets.isOverdue, true), eq(tickets.isStepOverdue, true)), isNull(tickets.endedAt))
        : undefined,
      input.suspended ? eq(tickets.isSuspended, true) : undefined,
      input.supervised ? sql`${tickets.supervisionLevel} > 0` : undefined,
      input.disputed ? eq(tickets.isDisputed, true) : undefined,
      input.major ? eq(classes.majorCode, input.major) : undefined,
      input.cell ? eq(grids.code, input.cell) : undefined,
      input.area ? sql`${community.code} like ${`${input.area.replace(/0{2}$/, "")}%`}` : undefined,
      input.unit ? eq(units.code, input.unit) : undefined,
      input.from ? gte(tickets.reportedDay, input.from) : undefined,
      input.to ? lte(tickets.reportedDay, input.to) : undefined,
    ];
    const where = and(...filters);
    const direction = input.order === "asc" ? asc : desc;
    const from = () =>
      db
        .select({
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
          cellKey: grids.key,
          communityName: community.name,
          communityNameEn: community.nameEn,
          unitName: units.name,
          unitNameEn: units.nameEn,
        })
        .from(tickets)
        .innerJoin(classes, eq(classes.id, tickets.classId))
        .innerJoin(grids, eq(grids.id, tickets.cellId))
        .innerJoin(community, eq(community.id, tickets.communityId))
        .leftJoin(units, eq(units.id, tickets.leadUnitId))
        .where(where);
    const rows = await from()
      .orderBy(direction(sortColumns[input.sort]), asc(tickets.number))
      .limit(input.pageSize)
      .offset((input.page - 1) * input.pageSize);
    const [total] = await db
      .select({ count: count() })
      .from(tickets)
      .innerJoin(classes, eq(classes.id, tickets.classId))
      .innerJoin(grids, eq(grids.id, tickets.cellId))
      .innerJoin(community, eq(community.id, tickets.communityId))
      .leftJoin(units, eq(units.id, tickets.leadUnitId))
      .where(where);
    return { rows, total: total?.count ?? 0, page: input.page, pageSize: input.pageSize };
  },
});

/** How many tickets each view holds, for the tabs of a desk. */
export const countViews = query({
  permission: "view_ticket",
  input: z.object({}),
  async run({ db, actor }) {
    if (actor.kind !== "user") throw new AppError("forbidden");
    const visible = visibleTickets(db, actor);
    const counted = async (...parts: (SQL | undefined)[]) => {
      const [row] = await db
        .select({ count: count() })
        .from(tickets)
        .where(and(visible, ...parts));
      return row?.count ?? 0;
    };
    return {
      todo: await counted(viewCondition(db, actor, "todo")),
      desk: await counted(viewCondition(db, actor, "desk")),
      watch: await counted(viewCondition(db, actor, "watch")),
      overdue: await counted(
        isNull(tickets.endedAt),
        or(eq(tickets.isOverdue, true), eq(tickets.isStepOverdue, true)),
      ),
      mine: await counted(viewCondition(db, actor, "mine")),
    };
  },
});
