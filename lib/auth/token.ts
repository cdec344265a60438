import "server-only";
import { decode, encode } from "next-auth/jwt";
import { authSecret } from "@/lib/env";
import { sessionHours } from "./cookie";

/** The cookie says which session and nothing more: rights, names and dates are read from the database. */
export function sealSessionId(sessionId: string): Promise<string> {
  return encode({ token: { sid: sessionId }, secret: authSecret(), maxAge: sessionHours * 3600 });
}

export async function unsealSessionId(cookie: string | undefined): Promise<string | null> {
  if (!cookie || cookie.length > 4096) return null;
  try {
    const token = await decode({ token: cookie, secret: authSecret() });
    return typeof token?.sid === "string" ? token.sid : null;
  } catch {
    return null;
  }
}
