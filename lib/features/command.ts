import "server-only";
import { sql } from "drizzle-orm";
import type { output, ZodType } from "zod";
import type { Db } from "@/db/client";
import { standingsOf } from "@/lib/domain/actor";
import { AppError } from "@/lib/domain/errors";
import { isAllowed, mayEver, type Permission, type PlainCommand } from "@/lib/domain/permissions";
import type { Role } from "@/lib/domain/posts";
import { actorKey, type Context, sourcesOf, type Work } from "./context";
import { parse } from "./parse";
import { appendEvent, type NewEvent } from "./shared/append-event";
import { claimKey, keepAnswer } from "./shared/idempotency";

/** The one clock of business time: the database's, read once a command. */
export async function readClock(db: Db): Promise<Date> {
  const { rows } = await db.execute<{ ms: string }>(
    sql`select floor(extract(epoch from clock_timestamp()) * 1000)::bigint as ms`,
  );
  return new Date(Number(rows[0]?.ms));
}

/** May any of the actor's roles ever do this? The cheap question, before any row is read. */
export function authorise(actor: Context["actor"], permission: Permission): void {
  const isPossible = standingsOf(actor, null).some(({ role }) => mayEver(role, permission));
  if (!isPossible) throw new AppError("forbidden");
}

/** The roles in which the actor may do something that is not about a ticket. */
export function rolesAllowed(actor: Context["actor"], permission: PlainCommand): Role[] {
  return standingsOf(actor, null)
    .filter(({ role, scopes }) => isAllowed(role, permission, scopes, "-"))
    .map(({ role }) => role);
}

/** Opens the transaction every write lives in, with its idempotency key claimed and its clock read. */
export async function transact<R>(
  context: Context,
  name: string,
  input: unknown,
  run: (work: Work) => Promise<R>,
): Promise<R> {
  return context.db.transaction(async (tx) => {
    const given = context.clock?.() ?? null;
    const claim = context.idempotencyKey
      ? { actorKey: actorKey(context.actor), key: context.idempotencyKey, command: name, input, now: given }
      : null;
    const answer = claim ? await claimKey(tx, claim) : null;
    // The stored answer was made by this same command from this same input.
    if (answer && !answer.isFirst) return answer.result as R;
    const now = answer?.now ?? given ?? (await readClock(tx));
    const result = await run({ tx, actor: context.actor, now, hmac: context.hmac, ...sourcesOf(context) });
    if (claim) await keepAnswer(tx, claim, result);
    return result;
  });
}

/**
 * A write that is not about one ticket. Every such verb is made here, so that no step can be forgotten:
 * parse, may this role at all, transaction, idempotency key, work, at least one event.
 */
export function command<S extends ZodType, R>(spec: {
  permission: PlainCommand;
  input: S;
  run(work: Work & { append: (event: NewEvent) => Promise<void> }, input: output<S>): Promise<R>;
}) {
  return async (context: Context, raw: unknown): Promise<R> => {
    const input = parse(spec.input, raw);
    const [role] = rolesAllowed(context.actor, spec.permission);
    if (!role) throw new AppError("forbidden");
    return transact(context, spec.permission, input, async (work) => {
      let appended = 0;
      const append = async (event: NewEvent) => {
        appended += 1;
        await appendEvent(work, role, event);
      };
      const result = await spec.run({ ...work, append }, input);
      if (appended === 0) throw new Error(`${spec.permission} must account for what it did`);
      return result;
    });
  };
}
