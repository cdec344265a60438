import "server-only";
import { and, asc, eq, gt, inArray, isNull, lte, or, sql } from "drizzle-orm";
import { z } from "zod";
import type { Db } from "@/db/client";
import { classes, desks, persons, sections, units, userPosts, users } from "@/db/schema";
import type { Actor } from "@/lib/domain/actor";
import type { AreaLevel } from "@/lib/domain/posts";
import { type Choice, chooseResponsible, type Reason } from "@/lib/domain/responsibility";
import type { TicketCommand } from "@/lib/domain/ticket/commands";
import { permittedCommands } from "@/lib/domain/ticket/permitted-commands";
import { activeAssignments, handlingUnitIds, type Ticket } from "@/lib/domain/ticket/ticket";
import { readClock } from "../command";
import { query } from "../query";
import { readCalendar } from "../shared/city-rules";
import { dayIn } from "../shared/day";
import { openDuplicates } from "../shared/open-duplicates";
import { readRules } from "../shared/responsibility-rules";
import { loadInScope } from "../shared/ticket-command";
import { validOn } from "../shared/valid-on";

/**
 * What the forms of a ticket's commands offer to choose from, read only for the commands this actor may
 * do now. Lists that no permitted command needs are empty.
 */
export const loadCommandChoices = query({
  permission: "view_ticket",
  input: z.object({ number: z.string().regex(/^\d{12,16}$/) }),
  async run(context, { number }) {
    const { db, actor } = context;
    const { ticket, scoped, isSelfHandleable } = await loadInScope(db, actor, number);
    const may = new Set(permittedCommands(actor, ticket, { ...scoped, isSelfHandleable }));
    const needs = (...names: TicketCommand[]) => names.some((name) => may.has(name));
    const now = context.clock?.() ?? (await readClock(db));
    const day = dayIn((await readCalendar(db)).timeZone, now);
    return {
      supervisors: needs("request_check", "order_inspection") ? await supervisorsFor(db, ticket, day) : [],
      units: needs("dispatch", "add_co_unit", "whistle", "rule_dispute", "return_assignment")
        ? await unitsOn(db, day)
        : [],
      suggestion: needs("dispatch", "rule_dispute") ? await suggestionFor(db, ticket, day) : null,
      persons: needs("assign_person") ? await ownPersons(db, actor, ticket, day) : [],
      duplicates: needs("merge")
        ? await openDuplicates(
            db,
            actor,
            {
              classId: ticket.classId,
              point: [ticket.lng, ticket.lat],
              reportedAt: new Date(ticket.reportedAt),
              exceptId: ticket.id,
            },
            now,
          )
        : [],
      classes: needs("correct_report") ? await classesToChoose(db, ticket.classId, day) : [],
      lowerDesks: needs("pass_down") ? await desksUnder(db, ticket) : [],
      today: day,
    };
  },
});

export type CommandChoices = Awaited<ReturnType<typeof loadCommandChoices>>;

/** Those whom the command would take: active, their area holds the place, of no unit that handled it, not the reporter. */
async function supervisorsFor(db: Db, ticket: Ticket, day: string) {
  const path = [ticket.cityId, ticket.districtId, ticket.streetId, ticket.communityId];
  const rows = await db
    .select({
      id: users.id,
      name: users.name,
      unitId: userPosts.unitId,
      tasks: sql<number>`(select count(*)::int from tickets t where t.task_user_id = ${users.id} and t.ended_at is null)`,
    })
    .from(userPosts)
    .innerJoin(users, and(eq(users.id, userPosts.userId), eq(users.isDisabled, false)))
    .where(and(eq(userPosts.post, "supervisor"), inArray(userPosts.areaId, path), validOn(userPosts, day)));
  const own = handlingUnitIds(ticket);
  return rows
    .filter(({ id, unitId }) => id !== ticket.reportedByUserId && !(unitId && own.has(unitId)))
    .map(({ id, name, tasks }) => ({ id, name, tasks }))
    .sort((a, b) => a.tasks - b.tasks || (a.id < b.id ? -1 : 1));
}

async function unitsOn(db: Db, day: string) {
  return db
    .select({ id: units.id, name: units.name, nameEn: units.nameEn, kind: units.kind })
    .from(units)
    .where(and(lte(units.validFrom, day), or(isNull(units.validTo), gt(units.validTo, day))))
    .orderBy(asc(units.kind), asc(units.pinyinKey));
}

/** The unit that the rules name, by which rule and why; and who was sent away before. */
async function suggestionFor(db: Db, ticket: Ticket, day: string) {
  const [kind] = await db.select().from(classes).where(eq(classes.id, ticket.classId));
  if (!kind) throw new Error("a ticket has a class");
  const sentAway = new Set(
    ticket.assignments.filter(({ state }) => state === "returned").map(({ unitId }) => unitId),
  );
  const choice = chooseResponsible(
    (await readRules(db)).filter(({ unitId }) => !sentAway.has(unitId)),
    {
      classId: ticket.classId,
      majorCode: kind.majorCode,
      classKind: kind.kind,
      responsibleKind: kind.responsibleKind,
      isDanger: kind.isDanger,
      areaIds: [ticket.communityId, ticket.streetId, ticket.districtId, ticket.cityId],
      placeId: null,
      ownerUnitId: null,
      day,
    },
  );
  return {
    ...(await namedChoice(db, choice)),
    territoryActs: choice.territoryActs,
    isDanger: kind.isDanger,
    returnedBy: await namesOfUnits(db, [...sentAway]),
  };
}

async function namedChoice(db: Db, { decidedBy, candidates }: Choice) {
  const others = [...new Set(candidates.map(({ rule }) => rule.unitId))]
    .filter((unitId) => unitId !== decidedBy?.rule.unitId)
    .slice(0, 3);
  if (!decidedBy) return { decided: null, others: [] };
  const names = await namesOfUnits(db, [decidedBy.rule.unitId, ...others]);
  const [section] = decidedBy.rule.sectionId
    ? await db
        .select({ name: sections.name, nameEn: sections.nameEn })
        .from(sections)
        .where(eq(sections.id, decidedBy.rule.sectionId))
    : [];
  const [person] = decidedBy.rule.personId
    ? await db.select({ name: persons.name }).from(persons).where(eq(persons.id, decidedBy.rule.personId))
    : [];
  const unit = names.find(({ id }) => id === decidedBy.rule.unitId);
  if (!unit) throw new Error("a rule names a unit");
  return {
    decided: {
      ruleId: decidedBy.rule.id,
      sectionId: decidedBy.rule.sectionId,
      unit,
      section: section ?? null,
      personName: person?.name ?? null,
      because: decidedBy.because.map(withoutIds),
      validFrom: decidedBy.rule.validFrom,
    },
    others: names.filter(({ id }) => id !== unit.id),
  };
}

/** A screen has no use for ids. */
function withoutIds(reason: Reason) {
  return reason.kind === "ruling" ? { kind: reason.kind } : reason;
}

async function namesOfUnits(db: Db, ids: readonly string[]) {
  if (ids.length === 0) return [];
  return db
    .select({ id: units.id, name: units.name, nameEn: units.nameEn })
    .from(units)
    .where(inArray(units.id, [...ids]));
}

async function ownPersons(db: Db, actor: Actor, ticket: Ticket, day: string) {
  if (actor.kind !== "user") return [];
  const unitIds = activeAssignments(ticket)
    .map(({ unitId }) => unitId)
    .filter((unitId) => actor.appointments.some((one) => one.unitId === unitId));
  if (unitIds.length === 0) return [];
  return db
    .select({
      id: persons.id,
      name: persons.name,
      jobTitle: persons.jobTitle,
      sectionName: sections.name,
      sectionNameEn: sections.nameEn,
      open: sql<number>`(select count(*)::int from assignments a where a.person_id = ${persons.id} and a.state in ('assigned','handling','unit_review'))`,
    })
    .from(persons)
    .leftJoin(sections, eq(sections.id, persons.sectionId))
    .where(and(inArray(persons.unitId, unitIds), or(isNull(persons.validTo), gt(persons.validTo, day))))
    .orderBy(asc(sections.code), asc(persons.pinyinKey));
}

/** Classes in use, and the ticket's own. */
async function classesToChoose(db: Db, ownId: string, day: string) {
  return db
    .select({
      id: classes.id,
      code: classes.code,
      name: classes.name,
      nameEn: classes.nameEn,
      majorName: classes.majorName,
      majorNameEn: classes.majorNameEn,
    })
    .from(classes)
    .where(or(eq(classes.id, ownId), validOn({ validTo: classes.validTo }, day)))
    .orderBy(asc(classes.kind), asc(classes.majorCode), asc(classes.code));
}

async function desksUnder(db: Db, ticket: Ticket) {
  const path = [ticket.districtId, ticket.streetId, ticket.communityId];
  const order: AreaLevel[] = ["city", "district", "street", "community"];
  const rows = await db
    .select({ level: desks.level, name: desks.name, nameEn: desks.nameEn })
    .from(desks)
    .where(inArray(desks.areaId, path));
  return rows
    .filter(({ level }) => order.indexOf(level) > order.indexOf(ticket.level))
    .sort((a, b) => order.indexOf(a.level) - order.indexOf(b.level));
}
