import "server-only";
import { createHash } from "node:crypto";
import canonicalize from "canonicalize";

/** What the chain is made of. Design §7.7: this form cannot be changed later. */
export type HashedEvent = {
  subjectKind: string;
  subjectId: string;
  seq: number;
  type: string;
  /** Milliseconds since 1970, UTC. */
  atMs: number;
  actorKind: string;
  actorUserId: string | null;
  actorPost: string | null;
  payload: unknown;
  previousHash: string;
};

export const firstPreviousHash = "0".repeat(64);

/** sha256 over RFC 8785 canonical JSON, lower-case hex. */
export function eventHash(event: HashedEvent): string {
  const text = canonicalize(event);
  if (text === undefined) throw new Error("an event must be JSON");
  return createHash("sha256").update(text, "utf8").digest("hex");
}

/** Personal data enters a history only as such a hash; without the row's salt it says nothing. */
export function saltedHash(salt: string, text: string): string {
  return createHash("sha256").update(`${salt}\n${text}`, "utf8").digest("hex");
}

/** The fingerprint of a command's input, for idempotency keys. */
export function bodyHash(input: unknown): string {
  return createHash("sha256")
    .update(canonicalize(input) ?? "", "utf8")
    .digest("hex");
}
