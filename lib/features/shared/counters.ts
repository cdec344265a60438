import "server-only";
import type { Ticket } from "@/lib/domain/ticket/ticket";

type Counted = Pick<Ticket, "cellId" | "classId" | "state" | "isOverdue">;

export type CounterDelta = Counted & { day: string; delta: 1 | -1 };

/** That a ticket left one counter and entered another. `day` is the day of its report, which never changes. */
export function moveOfCounters(day: string, before: Counted | null, after: Counted): CounterDelta[] {
  if (
    before &&
    before.cellId === after.cellId &&
    before.classId === after.classId &&
    before.state === after.state &&
    before.isOverdue === after.isOverdue
  )
    return [];
  const row = (ticket: Counted, delta: 1 | -1): CounterDelta => ({
    cellId: ticket.cellId,
    classId: ticket.classId,
    state: ticket.state,
    isOverdue: ticket.isOverdue,
    day,
    delta,
  });
  return before ? [row(before, -1), row(after, 1)] : [row(after, 1)];
}
