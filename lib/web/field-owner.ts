import "server-only";
import { AppError } from "@/lib/domain/errors";
import type { Context } from "@/lib/features/context";
import { keyedHash } from "@/lib/keyed-hash";

/** Names a person to the browser's own store without telling anything: what waits there is sent by nobody else. */
export function fieldOwner(userId: string): string {
  return keyedHash(`field-owner:${userId}`).slice(0, 32);
}

/** What was typed by one person is not reported by the next one to hold the phone, nor by nobody in particular. */
export function requireFieldOwner({ actor }: Context, owner: unknown): void {
  if (actor.kind !== "user" || owner !== fieldOwner(actor.userId)) throw new AppError("not_signed_in");
}
