import "server-only";
import { and, count, eq, isNull } from "drizzle-orm";
import type { Db } from "@/db/client";
import { areas, grids, tickets } from "@/db/schema";
import { AppError } from "@/lib/domain/errors";

/** Ends an area that nothing stands on any more; it is never deleted, and its code is never given out again. */
export async function endArea(
  tx: Db,
  area: Pick<typeof areas.$inferSelect, "id" | "level" | "validFrom">,
  validTo: string,
): Promise<void> {
  if (area.level === "city") throw new AppError("invalid", { level: "one_city" });
  if (validTo <= area.validFrom) throw new AppError("invalid", { validTo: "not_after" });
  const [children] = await tx
    .select({ count: count() })
    .from(areas)
    .where(and(eq(areas.parentId, area.id), isNull(areas.validTo)));
  const [cells] = await tx
    .select({ count: count() })
    .from(grids)
    .where(and(eq(grids.communityId, area.id), isNull(grids.validTo)));
  const [atDesk] = await tx
    .select({ count: count() })
    .from(tickets)
    .where(and(eq(tickets.deskAreaId, area.id), isNull(tickets.endedAt)));
  if ([children, cells, atDesk].some((row) => (row?.count ?? 0) > 0))
    throw new AppError("invalid", { validTo: "in_use" });
  await tx.update(areas).set({ validTo }).where(eq(areas.id, area.id));
}
