import "server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import type { Db } from "@/db/client";
import { sessions, users } from "@/db/schema";
import { readClock } from "@/lib/features/command";
import { sessionHours } from "./cookie";

const idleMs = 30 * 60_000;
const absoluteMs = sessionHours * 3_600_000;
/** Writing on every request would cost more than it tells. */
const touchMs = 60_000;

export type LiveSession = {
  sessionId: string;
  userId: string;
  login: string;
  name: string;
  isPasswordInitial: boolean;
  now: Date;
};

export async function openSession(
  db: Db,
  user: { id: string; sessionVersion: number },
  from: { userAgent: string; ipHash: string },
  now?: Date,
): Promise<string> {
  const at = now ?? (await readClock(db));
  const id = uuidv7();
  await db.insert(sessions).values({
    id,
    userId: user.id,
    sessionVersion: user.sessionVersion,
    createdAt: at,
    lastSeenAt: at,
    userAgent: from.userAgent.slice(0, 300),
    ipHash: from.ipHash,
  });
  await db.update(users).set({ lastSignInAt: at }).where(eq(users.id, user.id));
  return id;
}

const uuidShape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * The session as it stands in the database now: null when ended, too old, idle, of an older version of the
 * account, or of a disabled account. `isTouching: false` looks without counting as activity (live streams).
 */
export async function readSession(
  db: Db,
  sessionId: unknown,
  { isTouching = true, now }: { isTouching?: boolean; now?: Date } = {},
): Promise<LiveSession | null> {
  if (typeof sessionId !== "string" || !uuidShape.test(sessionId)) return null;
  const [row] = await db
    .select({
      userId: users.id,
      login: users.login,
      name: users.name,
      isPasswordInitial: users.isPasswordInitial,
      isDisabled: users.isDisabled,
      userVersion: users.sessionVersion,
      sessionVersion: sessions.sessionVersion,
      createdAt: sessions.createdAt,
      lastSeenAt: sessions.lastSeenAt,
      clockMs: sql<string>`floor(extract(epoch from clock_timestamp()) * 1000)::bigint`,
    })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(and(eq(sessions.id, sessionId), isNull(sessions.endedAt)));
  if (!row) return null;
  const at = now ?? new Date(Number(row.clockMs));
  if (row.isDisabled || row.sessionVersion !== row.userVersion) return null;
  if (at.getTime() - row.createdAt.getTime() >= absoluteMs) return null;
  const idle = at.getTime() - row.lastSeenAt.getTime();
  if (idle >= idleMs) return null;
  if (isTouching && idle >= touchMs) {
    await db
      .update(sessions)
      .set({ lastSeenAt: at })
      .where(and(eq(sessions.id, sessionId), isNull(sessions.endedAt)));
  }
  const { userId, login, name, isPasswordInitial } = row;
  return { sessionId, userId, login, name, isPasswordInitial, now: at };
}

export async function endSession(db: Db, sessionId: string, endedBy: string): Promise<void> {
  if (!uuidShape.test(sessionId)) return;
  await db
    .update(sessions)
    .set({ endedAt: await readClock(db), endedBy })
    .where(and(eq(sessions.id, sessionId), isNull(sessions.endedAt)));
}
