import "server-only";
import { and, desc, eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { events, outbox } from "@/db/schema";
import type { Actor } from "@/lib/domain/actor";
import type { Role } from "@/lib/domain/posts";
import type { TicketEventPayload } from "@/lib/domain/ticket/evolve";
import { eventHash, firstPreviousHash } from "./event-hash";

export type NewEvent = {
  subjectKind: "ticket" | "account" | "city" | "setting";
  subjectId: string;
  /** Given where the subject's own version is the sequence (tickets); else the next one is read. */
  seq?: number;
  type: string;
  payload: TicketEventPayload | Record<string, unknown>;
};

/**
 * Writes the event with its predecessor's hash, and its outbox row. Two writers of one subject meet at
 * the unique (subject, seq): the later one fails and its whole transaction with it.
 */
export async function appendEvent(
  work: { tx: Db; actor: Actor; now: Date; newId: () => string },
  role: Role,
  event: NewEvent,
): Promise<void> {
  const { tx, actor, now, newId } = work;
  const [previous] = await tx
    .select({ seq: events.seq, hash: events.hash })
    .from(events)
    .where(and(eq(events.subjectKind, event.subjectKind), eq(events.subjectId, event.subjectId)))
    .orderBy(desc(events.seq))
    .limit(1);
  const seq = event.seq ?? (previous?.seq ?? 0) + 1;
  // Through JSON once, so that the hash is of what the database will give back.
  const payload = JSON.parse(JSON.stringify(event.payload)) as typeof event.payload;
  const row = {
    subjectKind: event.subjectKind,
    subjectId: event.subjectId,
    seq,
    type: event.type,
    actorKind: actor.kind,
    actorUserId: actor.kind === "user" ? actor.userId : null,
    actorPost: actor.kind === "user" ? role : null,
    payload,
    previousHash: previous?.hash ?? firstPreviousHash,
  };
  const id = newId();
  await tx.insert(events).values({ id, ...row, at: now, hash: eventHash({ ...row, atMs: now.getTime() }) });
  await tx
    .insert(outbox)
    .values({ eventId: id, topic: `${event.subjectKind}.${event.type}`, createdAt: now });
}
