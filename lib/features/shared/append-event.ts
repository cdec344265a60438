import "server-only";
import { and, desc, eq, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { events } from "@/db/schema";
import type { Actor } from "@/lib/domain/actor";
import type { EventSubject } from "@/lib/domain/event-subjects";
import type { Role } from "@/lib/domain/posts";
import type { TicketEventPayload } from "@/lib/domain/ticket/evolve";
import type { CounterDelta } from "./counters";
import { eventHash, firstPreviousHash } from "./event-hash";

export type NewEvent = {
  subjectKind: EventSubject;
  subjectId: string;
  /** Given where the subject's own version is the sequence (tickets); else the next one is read. */
  seq?: number;
  /** Given with `seq` by whoever read the predecessor with the version it saves; else it is read here. */
  previousHash?: string;
  type: string;
  payload: TicketEventPayload | Record<string, unknown>;
  /** What it moves among the counters. */
  counters?: readonly CounterDelta[];
};

/**
 * Writes the event with its predecessor's hash, its outbox row and its counter deltas. Two writers of one subject meet at
 * the unique (subject, seq): the later one fails and its whole transaction with it.
 */
export async function appendEvent(
  work: { tx: Db; actor: Actor; now: Date; newId: () => string },
  role: Role,
  event: NewEvent,
): Promise<void> {
  const { tx, actor, now, newId } = work;
  const { seq, hash: previousHash } = await predecessor(tx, event);
  // Through JSON once, so that the hash is of what the database will give back.
  const payload = JSON.parse(JSON.stringify(event.payload)) as typeof event.payload;
  const row = {
    subjectKind: event.subjectKind,
    subjectId: event.subjectId,
    seq: seq + 1,
    type: event.type,
    actorKind: actor.kind,
    actorUserId: actor.kind === "user" ? actor.userId : null,
    actorPost: actor.kind === "user" ? role : null,
    payload,
    previousHash,
  };
  const id = newId();
  const hash = eventHash({ ...row, atMs: now.getTime() });
  const at = now.toISOString();
  await tx.execute(sql`
    with event as (
      insert into events (id, subject_kind, subject_id, seq, type, at, actor_kind, actor_user_id, actor_post,
        payload, previous_hash, hash)
      values (${id}, ${row.subjectKind}, ${row.subjectId}, ${row.seq}, ${row.type}, ${at}, ${row.actorKind},
        ${row.actorUserId}, ${row.actorPost}, ${JSON.stringify(payload)}::jsonb, ${previousHash}, ${hash})
      returning id),
    counted as (
      insert into counter_deltas (cell_id, class_id, day, state, is_overdue, delta)
      select "cellId", "classId", day, state, "isOverdue", delta from jsonb_to_recordset(
        ${JSON.stringify(event.counters ?? [])}::jsonb)
        as d("cellId" uuid, "classId" uuid, day date, state text, "isOverdue" boolean, delta int))
    insert into outbox (event_id, topic, created_at)
    select id, ${`${event.subjectKind}.${event.type}`}, ${at} from event`);
}

async function predecessor(tx: Db, event: NewEvent): Promise<{ seq: number; hash: string }> {
  if (event.seq !== undefined && event.previousHash !== undefined)
    return { seq: event.seq - 1, hash: event.previousHash };
  const [last] = await tx
    .select({ seq: events.seq, hash: events.hash })
    .from(events)
    .where(and(eq(events.subjectKind, event.subjectKind), eq(events.subjectId, event.subjectId)))
    .orderBy(desc(events.seq))
    .limit(1);
  return { seq: (event.seq ?? (last?.seq ?? 0) + 1) - 1, hash: last?.hash ?? firstPreviousHash };
}
