import "server-only";
import { randomBytes } from "node:crypto";
import { uuidv7 } from "uuidv7";
import type { Db } from "@/db/client";
import type { Actor } from "@/lib/domain/actor";

/** What a verb is given. It never fetches any of this itself. */
export type Context = {
  db: Db;
  actor: Actor;
  /** Made by the client before the first try; a repeated key gets the first answer. */
  idempotencyKey?: string;
  /** Keyed hash for tracking codes and tokens; the key lives in the environment. */
  hmac: (text: string) => string;
  /** Absent: the database's clock, read once. The demo and tests inject another. */
  clock?: () => Date;
  /** Absent: UUIDv7 and the system's random source. */
  newId?: () => string;
  randomBytes?: (size: number) => Uint8Array;
};

/** Inside a transaction only `tx` exists: an outer query there sees other rows and can starve the pool. */
export type Work = {
  tx: Db;
  actor: Actor;
  now: Date;
  newId: () => string;
  randomBytes: (size: number) => Uint8Array;
  hmac: (text: string) => string;
};

export function sourcesOf(context: Context) {
  return {
    newId: context.newId ?? uuidv7,
    randomBytes: context.randomBytes ?? ((size: number): Uint8Array => randomBytes(size)),
  };
}

/** Whose idempotency keys these are; another actor's key is unknown. */
export function actorKey(actor: Actor): string {
  if (actor.kind === "user") return `user:${actor.userId}`;
  return actor.kind === "public" ? `public:${actor.ticketId ?? ""}` : actor.kind;
}
