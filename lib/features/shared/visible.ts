import "server-only";
import { and, eq, exists, inArray, notInArray, or, type SQL, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { assignments, classes, overlays, tickets } from "@/db/schema";
import type { Actor, Appointment } from "@/lib/domain/actor";
import { grantedScopes, type Scope } from "@/lib/domain/permissions";

/**
 * The rows a list may show: the same standings as `scopesOf`, as SQL, read from the one permission
 * table. An actor to whom nothing is granted sees nothing (`false`), never everything.
 */
export function visibleTickets(db: Db, actor: Actor): SQL {
  if (actor.kind === "job") return sql`true`;
  if (actor.kind === "public") return actor.ticketId ? eq(tickets.id, actor.ticketId) : sql`false`;
  if (actor.kind !== "user") return sql`false`;
  const parts = actor.appointments.flatMap((appointment) =>
    [...grantedScopes(appointment.post, "view_ticket")].map((scope) =>
      scopeCondition(db, scope, appointment, actor.userId),
    ),
  );
  return or(...parts) ?? sql`false`;
}

export function scopeCondition(db: Db, scope: Scope, appointment: Appointment, userId: string): SQL {
  switch (scope) {
    case "territory":
      return territory(appointment);
    case "below":
      return and(territory(appointment), notInArray(tickets.level, notBelow(appointment))) ?? sql`false`;
    case "desk":
      return eq(tickets.deskAreaId, appointment.areaId);
    case "unit":
      return activePart(db, appointment.unitId ? eq(assignments.unitId, appointment.unitId) : undefined);
    case "section":
      return activePart(
        db,
        appointment.sectionId ? eq(assignments.sectionId, appointment.sectionId) : undefined,
      );
    case "person":
      return activePart(
        db,
        appointment.personId ? eq(assignments.personId, appointment.personId) : undefined,
      );
    case "called":
      return appointment.unitId ? whistledFor(db, appointment.unitId) : sql`false`;
    case "task":
      return eq(tickets.taskUserId, userId);
    case "grid":
      return appointment.cellIds.length > 0 ? inArray(tickets.cellId, [...appointment.cellIds]) : sql`false`;
    case "own":
      return eq(tickets.reportedByUserId, userId);
    case "line":
      return appointment.lineKind
        ? inArray(
            tickets.classId,
            db
              .select({ id: classes.id })
              .from(classes)
              .where(eq(classes.responsibleKind, appointment.lineKind)),
          )
        : sql`false`;
    case "code":
    case "any":
      return sql`false`;
    default: {
      const never: never = scope;
      return never;
    }
  }
}

function notBelow(appointment: Appointment) {
  const levels = ["community", "street", "district", "city"] as const;
  return levels.slice(levels.indexOf(appointment.areaLevel));
}

function territory({ areaId, areaLevel }: Appointment): SQL {
  const column = {
    city: tickets.cityId,
    district: tickets.districtId,
    street: tickets.streetId,
    community: tickets.communityId,
  }[areaLevel];
  return eq(column, areaId);
}

/** An assignment of the actor's that was not sent away; a post without unit, section or person has none. */
function activePart(db: Db, own: SQL | undefined): SQL {
  if (!own) return sql`false`;
  return exists(
    db
      .select({ one: sql`1` })
      .from(assignments)
      .where(
        and(
          eq(assignments.ticketId, tickets.id),
          own,
          notInArray(assignments.state, ["returned", "recalled"]),
        ),
      ),
  );
}

/** An open whistle that calls this unit; the same as `isWhistledFor` says of a ticket at hand. */
export function whistledFor(db: Db, unitId: string): SQL {
  return exists(
    db
      .select({ one: sql`1` })
      .from(overlays)
      .where(
        and(
          eq(overlays.ticketId, tickets.id),
          eq(overlays.kind, "whistle"),
          inArray(overlays.state, ["requested", "active"]),
          sql`${overlays.details} @> ${JSON.stringify({ unitIds: [unitId] })}::jsonb`,
        ),
      ),
  );
}
