import "server-only";
import { and, eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { userPosts, users } from "@/db/schema";
import { AppError } from "@/lib/domain/errors";
import { handlingUnitIds, type Ticket } from "@/lib/domain/ticket/ticket";
import { validOn } from "./valid-on";

/** On the day an active supervisor whose area holds the place, and who belongs to no unit that handled the ticket. */
export async function requireSupervisor(tx: Db, ticket: Ticket, userId: string, day: string): Promise<void> {
  const rows = await tx
    .select({ areaId: userPosts.areaId, post: userPosts.post, unitId: userPosts.unitId })
    .from(userPosts)
    .innerJoin(users, and(eq(users.id, userPosts.userId), eq(users.isDisabled, false)))
    .where(and(eq(userPosts.userId, userId), validOn(userPosts, day)));
  const path = [ticket.cityId, ticket.districtId, ticket.streetId, ticket.communityId];
  const fits = rows.some(({ areaId, post }) => post === "supervisor" && path.includes(areaId));
  if (!fits) throw new AppError("invalid", { supervisorId: "unknown" });
  const units = handlingUnitIds(ticket);
  if (rows.some(({ unitId }) => unitId !== null && units.has(unitId)))
    throw new AppError("own_work", { supervisorId: "own_work" });
}
