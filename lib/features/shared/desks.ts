import "server-only";
import { eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { desks } from "@/db/schema";
import { AppError } from "@/lib/domain/errors";
import type { AreaLevel } from "@/lib/domain/posts";
import type { Ticket } from "@/lib/domain/ticket/ticket";

const chain: readonly AreaLevel[] = ["community", "street", "district", "city"];

function areaOf(ticket: Ticket, level: AreaLevel): string {
  return {
    city: ticket.cityId,
    district: ticket.districtId,
    street: ticket.streetId,
    community: ticket.communityId,
  }[level];
}

async function hasDesk(tx: Db, areaId: string): Promise<boolean> {
  const rows = await tx.select({ id: desks.id }).from(desks).where(eq(desks.areaId, areaId)).limit(1);
  return rows.length > 0;
}

/** The desk of a lower level in whose area the place lies. */
export async function deskBelow(tx: Db, ticket: Ticket, level: AreaLevel): Promise<string> {
  if (chain.indexOf(level) >= chain.indexOf(ticket.level))
    throw new AppError("invalid", { level: "not_below" });
  const areaId = areaOf(ticket, level);
  if (!(await hasDesk(tx, areaId))) throw new AppError("invalid", { level: "no_desk" });
  return areaId;
}

/** The next desk up the chain; the city's has none above it. */
export async function deskAbove(tx: Db, ticket: Ticket): Promise<{ level: AreaLevel; areaId: string }> {
  for (const level of chain.slice(chain.indexOf(ticket.level) + 1)) {
    const areaId = areaOf(ticket, level);
    if (await hasDesk(tx, areaId)) return { level, areaId };
  }
  throw new AppError("invalid", { level: "no_desk" });
}
