import "server-only";
import { isIP } from "node:net";
import { AppError } from "@/lib/domain/errors";
import { env } from "@/lib/env";

/**
 * Did this request come from a page of ours? Exact origin; a missing one and `null` are refused. With APP_URL
 * the answer is fixed. Without it (the demo) it is the host that was called, if that is an address, localhost or
 * HOST: a name that somebody points at this machine is none of these.
 */
export function isOwnOrigin(headers: Headers): boolean {
  const origin = headers.get("origin");
  if (!origin || origin === "null") return false;
  const { APP_URL, HOST } = env();
  if (APP_URL) return origin === new URL(APP_URL).origin;
  const host = headers.get("host");
  if (!host || origin !== `http://${host}`) return false;
  const { hostname } = new URL(origin);
  const name = hostname.replace(/^\[|\]$/g, "");
  return name === "localhost" || name === HOST || isIP(name) !== 0;
}

export function requireOwnOrigin(headers: Headers): void {
  if (!isOwnOrigin(headers)) throw new AppError("forbidden", {}, { reason: "origin" });
}
