import "server-only";
import { and, desc, eq, inArray, or, type SQL, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { events, users } from "@/db/schema";
import type { EventSubject } from "@/lib/domain/event-subjects";

export type HistoryEntry = {
  id: string;
  at: Date;
  type: string;
  /** The name as it is now: the chain itself holds only the account's id. */
  by: string | null;
  post: string | null;
  actorKind: "user" | "public" | "job" | "importer";
  subjectId: string;
  why: string | null;
  before: Record<string, unknown>;
  after: Record<string, unknown>;
  /** The other facts of the event, such as the file an import came from. */
  facts: Record<string, unknown>;
};

/** What was done to these records, newest first; `imported`: also imports whose event lists this code. */
export async function readHistory(
  db: Db,
  subjects: readonly { kind: EventSubject; ids: readonly string[] }[],
  imported?: { type: string; code: string },
  /** Also events of others that speak of this account by its id. */
  forUserId?: string,
): Promise<HistoryEntry[]> {
  const parts: (SQL | undefined)[] = subjects
    .filter(({ ids }) => ids.length > 0)
    .map(({ kind, ids }) => and(eq(events.subjectKind, kind), inArray(events.subjectId, [...ids])));
  if (imported)
    parts.push(
      and(
        eq(events.type, imported.type),
        sql`(${events.payload} -> 'codes' ? ${imported.code} or ${events.payload} -> 'changes' @> ${JSON.stringify([{ code: imported.code }])}::jsonb)`,
      ),
    );
  if (forUserId) parts.push(sql`${events.payload} ->> 'forUserId' = ${forUserId}`);
  const where = or(...parts);
  if (!where) return [];
  const rows = await db
    .select({
      id: events.id,
      at: events.at,
      type: events.type,
      by: users.name,
      post: events.actorPost,
      actorKind: events.actorKind,
      subjectId: events.subjectId,
      payload: events.payload,
    })
    .from(events)
    .leftJoin(users, eq(users.id, events.actorUserId))
    .where(where)
    .orderBy(desc(events.position))
    .limit(100);
  return rows.map(({ payload, ...row }) => {
    const { why, reason, before, after, ...facts } = payload as Record<string, unknown>;
    return { ...row, why: textOf(why ?? reason), before: fieldsOf(before), after: fieldsOf(after), facts };
  });
}

function textOf(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}
