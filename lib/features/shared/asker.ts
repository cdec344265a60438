import "server-only";
import type { Actor, Appointment } from "@/lib/domain/actor";

/** Who laid or decided an overlay: the unit where one asks, else the user, else the kind of actor. Never a name. */
export function askerOf(actor: Actor, appointment: Appointment | null): string {
  if (appointment?.unitId) return appointment.unitId;
  return actor.kind === "user" ? actor.userId : actor.kind;
}
