import type { Db } from "@/db/client";
import { AppError } from "@/lib/domain/errors";
import { readClock } from "@/lib/features/command";
import type { Context } from "@/lib/features/context";
import type { TicketAnswer } from "@/lib/features/shared/ticket-command";
import { ticketVerbs } from "@/lib/features/ticket-verbs";
import { dueTickets, type TimeCommand, timeCommands } from "@/lib/features/time/due-tickets";
import { staleTickets } from "@/lib/features/time/stale-tickets";

/**
 * Does what time does: silence becomes acceptance, a deferral ends, a clock that ran out is written down, and what a
 * low desk left lying goes to the desk above. Two processes may sweep at once: the version makes one of them win and
 * the other find nothing to do. Returns the number of events written.
 */
export async function sweep(db: Db, hmac: Context["hmac"], clock?: () => Date, batch = 200): Promise<number> {
  const now = clock?.() ?? (await readClock(db));
  const context: Context = { db, actor: { kind: "job" }, hmac, ...(clock ? { clock } : {}) };
  let written = 0;
  for (const number of await dueTickets(db, now, batch)) {
    const todo = await timeCommands(db, number, now);
    let version = todo?.version ?? 0;
    for (const command of todo?.commands ?? []) {
      const done = await tryCommand(context, command, { number, version, ...wordsOf(command) });
      if (done === "conflict") break;
      if (done === "refused") continue;
      version = done.version;
      written += 1;
    }
  }
  for (const ticket of await staleTickets(db, now, batch))
    if (typeof (await tryCommand(context, "escalate", ticket)) === "object") written += 1;
  return written;
}

/** Somebody was first, or the command no longer fits: the next sweep looks again. */
async function tryCommand(
  context: Context,
  command: TimeCommand | "escalate",
  input: { number: string; version: number },
): Promise<TicketAnswer | "conflict" | "refused"> {
  try {
    return await ticketVerbs[command](context, input);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return error.code === "conflict" ? "conflict" : "refused";
  }
}

function wordsOf(command: string): Record<string, string> {
  return command === "end_deferral" ? { note: "" } : {};
}
