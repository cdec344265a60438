import type { Db } from "@/db/client";
import { AppError } from "@/lib/domain/errors";
import { readClock } from "@/lib/features/command";
import type { Context } from "@/lib/features/context";
import { ticketVerbs } from "@/lib/features/ticket-verbs";
import { dueTickets, timeCommands } from "@/lib/features/time/due-tickets";

/**
 * Does what time does: silence becomes acceptance, a deferral ends, a clock that ran out is written down.
 * Two processes may sweep at once: the version makes one of them win and the other find nothing to do.
 * Returns the number of events written.
 */
export async function sweep(db: Db, hmac: Context["hmac"], clock?: () => Date, batch = 200): Promise<number> {
  const now = clock?.() ?? (await readClock(db));
  const context: Context = { db, actor: { kind: "job" }, hmac, ...(clock ? { clock } : {}) };
  let written = 0;
  for (const number of await dueTickets(db, now, batch)) {
    const todo = await timeCommands(db, number, now);
    let version = todo?.version ?? 0;
    for (const command of todo?.commands ?? []) {
      try {
        version = (await ticketVerbs[command](context, { number, version, ...wordsOf(command) })).version;
        written += 1;
      } catch (error) {
        // Somebody was first, or this command no longer fits: the next sweep looks again.
        if (!(error instanceof AppError)) throw error;
        if (error.code === "conflict") break;
      }
    }
  }
  return written;
}

function wordsOf(command: string): Record<string, string> {
  return command === "end_deferral" ? { note: "" } : {};
}
