import "server-only";
import { env } from "@/lib/env";

/** Eight hours: the cookie dies with the session it names. */
export const sessionHours = 8;

export function isSecureSite(): boolean {
  return env().APP_URL?.startsWith("https:") ?? false;
}

/** `__Host-` ties the cookie to this host and to https; plain http is the demo on loopback. */
export function sessionCookieName(): string {
  return isSecureSite() ? "__Host-gridkeep-session" : "gridkeep-session";
}

export function sessionCookieOptions() {
  return {
    httpOnly: true,
    sameSite: "lax" as const,
    path: "/",
    secure: isSecureSite(),
  };
}
