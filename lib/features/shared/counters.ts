import "server-only";
import type { Db } from "@/db/client";
import { counterDeltas } from "@/db/schema";
import type { Ticket } from "@/lib/domain/ticket/ticket";

type Counted = Pick<Ticket, "cellId" | "classId" | "state" | "isOverdue">;

/** Notes that a ticket left one counter and entered another. `day` is the day of its report, which never changes. */
export async function countMove(tx: Db, day: string, before: Counted | null, after: Counted): Promise<void> {
  if (
    before &&
    before.cellId === after.cellId &&
    before.classId === after.classId &&
    before.state === after.state &&
    before.isOverdue === after.isOverdue
  )
    return;
  const row = (ticket: Counted, delta: number) => ({
    cellId: ticket.cellId,
    classId: ticket.classId,
    state: ticket.state,
    isOverdue: ticket.isOverdue,
    day,
    delta,
  });
  await tx.insert(counterDeltas).values(before ? [row(before, -1), row(after, 1)] : [row(after, 1)]);
}
