import "server-only";
import { timingSafeEqual } from "node:crypto";
import { keyedHash } from "@/lib/keyed-hash";

const validMs = 15 * 60_000;

function signature(id: string, until: number): string {
  return keyedHash(`photo-link:${id}:${until}`);
}

/** For pages whose viewer has no session (tracking): the query that opens this one photo for a quarter of an hour. */
export function signedPhotoQuery(id: string, now: Date): string {
  const until = now.getTime() + validMs;
  return new URLSearchParams({ until: String(until), sig: signature(id, until) }).toString();
}

export function isSignedPhotoQuery(id: string, query: URLSearchParams, now: Date): boolean {
  const until = Number(query.get("until"));
  const given = Buffer.from(query.get("sig") ?? "", "utf8");
  if (!Number.isSafeInteger(until) || until <= now.getTime() || until > now.getTime() + validMs) return false;
  const right = Buffer.from(signature(id, until), "utf8");
  return given.length === right.length && timingSafeEqual(given, right);
}
