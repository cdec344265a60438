import "server-only";
import type { Actor } from "@/lib/domain/actor";
import { AppError } from "@/lib/domain/errors";
import { handlingUnitIds, type Ticket } from "@/lib/domain/ticket/ticket";

/** Nobody inspects or closes what their own unit handled (design §3, Separation). */
export function refuseOwnWork(ticket: Ticket, actor: Actor): void {
  if (actor.kind !== "user") return;
  const units = handlingUnitIds(ticket);
  const isOwn = actor.appointments.some(({ unitId }) => unitId !== null && units.has(unitId));
  if (isOwn) throw new AppError("own_work");
}
