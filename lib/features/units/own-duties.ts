import "server-only";
import { and, eq, notInArray, or, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { assignments, persons, sections, tickets } from "@/db/schema";
import type { UserActor } from "@/lib/domain/actor";
import { grantedScopes } from "@/lib/domain/permissions";
import { searchCondition } from "../shared/search-text";

/**
 * The assignments (承办) an actor of a unit may see: the whole unit's, the section's, or the person's, as the one
 * permission table says. What was returned or recalled is no duty any more.
 */
export function ownDuties(actor: UserActor): SQL {
  const parts = actor.appointments.flatMap(({ post, unitId, sectionId, personId }) =>
    [...grantedScopes(post, "view_ticket")].flatMap((scope) => {
      if (scope === "unit" && unitId) return [eq(assignments.unitId, unitId)];
      if (scope === "section" && sectionId) return [eq(assignments.sectionId, sectionId)];
      if (scope === "person" && personId) return [eq(assignments.personId, personId)];
      return [];
    }),
  );
  const mine = or(...parts) ?? sql`false`;
  return and(mine, notInArray(assignments.state, ["returned", "recalled"])) ?? sql`false`;
}

/**
 * Where a duty stands for the unit that holds it. `receive`: to be accepted; `assign`: accepted, no person yet;
 * `handle`: a person works on it; `sign_off`: result waits for the section or liaison; `handed_back`: with the
 * desk or a supervisor; `ended`: the ticket is over.
 */
export const dutyCuts = ["receive", "assign", "handle", "sign_off", "handed_back", "ended"] as const;
export type DutyCut = (typeof dutyCuts)[number];
/** Still in the unit's hands: its clock may run. */
export const openCuts = ["receive", "assign", "handle", "sign_off"] as const satisfies DutyCut[];

export const dutyCut = sql<DutyCut>`case
  when ${tickets.endedAt} is not null then 'ended'
  when ${assignments.state} = 'assigned' then 'receive'
  when ${assignments.state} = 'handling' and ${assignments.personId} is null then 'assign'
  when ${assignments.state} = 'handling' then 'handle'
  when ${assignments.state} = 'unit_review' then 'sign_off'
  else 'handed_back' end`;

/** Late: the clock ran out before the hand-back, or has run out and still waits for it. */
export const isLateDuty = sql<boolean>`(${assignments.isOverdue} or coalesce(${assignments.handedBackAt} > ${assignments.dueAt}, false))`;

export const dutyFilters = z.object({
  q: z.string().trim().max(60).optional(),
  /** Code of a section of the own unit. */
  section: z.string().max(30).optional(),
  /** Name of a person of the own unit; `-` for what nobody holds. */
  person: z.string().max(60).optional(),
  late: z.enum(["yes"]).optional(),
});

export function filterConditions(filters: z.output<typeof dutyFilters>): (SQL | undefined)[] {
  const { q, section, person, late } = filters;
  return [
    q ? (searchCondition(sql`${tickets.search}`, q) ?? undefined) : undefined,
    section ? eq(sections.code, section) : undefined,
    person === "-" ? sql`${assignments.personId} is null` : person ? eq(persons.name, person) : undefined,
    late ? isLateDuty : undefined,
  ];
}
