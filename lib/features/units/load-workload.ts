import "server-only";
import { and, asc, eq, inArray, isNull, or, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Db } from "@/db/client";
import { assignments, persons, sections, tickets, units } from "@/db/schema";
import type { UserActor } from "@/lib/domain/actor";
import { AppError } from "@/lib/domain/errors";
import { readClock } from "../command";
import { query } from "../query";
import { dutyCut, isLateDuty, ownDuties } from "./own-duties";

/** Days that "lately done in time" looks back over. */
export const lookBackDays = 30;

const counted = (condition: SQL) => sql<number>`(count(*) filter (where ${condition}))::int`;

function figures(since: Date) {
  const isOpen = sql`${dutyCut} in ('receive', 'assign', 'handle', 'sign_off')`;
  const isDone = sql`(${assignments.handedBackAt} >= ${since.toISOString()})`;
  return {
    open: counted(isOpen),
    handle: counted(sql`${dutyCut} in ('assign', 'handle')`),
    signOff: counted(sql`${dutyCut} = 'sign_off'`),
    late: counted(sql`${isOpen} and ${isLateDuty}`),
    done: counted(isDone),
    doneInTime: counted(sql`${isDone} and ${assignments.handedBackAt} <= ${assignments.dueAt}`),
  };
}

/**
 * The own units with sections and persons, who of them holds how much, and how much was handed back in time in the
 * last `lookBackDays` days. A section head sees the section, a handler only the own figures.
 */
export const loadWorkload = query({
  permission: "open_unit",
  input: z.object({}),
  async run({ db, actor, clock }) {
    if (actor.kind !== "user") throw new AppError("forbidden");
    const now = clock?.() ?? (await readClock(db));
    const since = new Date(now.getTime() - lookBackDays * 86_400_000);
    const duties = ownDuties(actor);
    const [whole] = await db
      .select(figures(since))
      .from(assignments)
      .innerJoin(tickets, eq(tickets.id, assignments.ticketId))
      .where(duties);
    if (!whole) throw new Error("an aggregate always answers one row");
    const [nobody] = await db
      .select(figures(since))
      .from(assignments)
      .innerJoin(tickets, eq(tickets.id, assignments.ticketId))
      .where(and(duties, isNull(assignments.personId)));
    const people = await db
      .select({
        name: persons.name,
        jobTitle: persons.jobTitle,
        unitName: units.name,
        unitNameEn: units.nameEn,
        sectionCode: sections.code,
        sectionName: sections.name,
        sectionNameEn: sections.nameEn,
        ...figures(since),
      })
      .from(persons)
      .innerJoin(units, eq(units.id, persons.unitId))
      .leftJoin(sections, eq(sections.id, persons.sectionId))
      .leftJoin(assignments, and(eq(assignments.personId, persons.id), duties))
      .leftJoin(tickets, eq(tickets.id, assignments.ticketId))
      .where(and(ownPeople(actor), isNull(persons.validTo)))
      .groupBy(persons.id, units.id, sections.id)
      .orderBy(asc(sections.code), asc(persons.pinyinKey));
    return { whole, nobody: nobody ?? null, people, ...(await ownUnits(db, actor)) };
  },
});

export type Workload = Awaited<ReturnType<typeof loadWorkload>>;

function ownPeople(actor: UserActor): SQL {
  const parts = actor.appointments.flatMap(({ post, unitId, sectionId, personId }) => {
    if (!unitId) return [];
    if (post === "handler") return personId ? [eq(persons.id, personId)] : [];
    if (post === "section_head") return sectionId ? [eq(persons.sectionId, sectionId)] : [];
    return [eq(persons.unitId, unitId)];
  });
  return or(...parts) ?? sql`false`;
}

async function ownUnits(db: Db, actor: UserActor) {
  const unitIds = actor.appointments.flatMap(({ unitId }) => unitId ?? []);
  if (unitIds.length === 0) return { units: [], sections: [] };
  const named = await db
    .select({ name: units.name, nameEn: units.nameEn, phone: units.phone })
    .from(units)
    .where(inArray(units.id, unitIds))
    .orderBy(asc(units.pinyinKey));
  const parts = await db
    .select({ code: sections.code, name: sections.name, nameEn: sections.nameEn })
    .from(sections)
    .where(inArray(sections.unitId, unitIds))
    .orderBy(asc(sections.code));
  return { units: named, sections: parts };
}
