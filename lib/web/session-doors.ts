import "server-only";
import { cookies, headers } from "next/headers";
import { getDb } from "@/db/client";
import { sessionCookieName, sessionCookieOptions, sessionHours } from "@/lib/auth/cookie";
import { loadActor } from "@/lib/auth/load-actor";
import { endSession, readSession } from "@/lib/auth/sessions";
import { type SignInOutcome, signInWithPassword } from "@/lib/auth/sign-in";
import { sealSessionId } from "@/lib/auth/token";
import { keyedHash } from "@/lib/keyed-hash";
import { clientAddress } from "./client-address";
import { requireOwnOrigin } from "./origin";
import { currentSession, homeOfActor } from "./request-context";

export async function setSessionCookie(sessionId: string): Promise<void> {
  (await cookies()).set(sessionCookieName(), await sealSessionId(sessionId), {
    ...sessionCookieOptions(),
    maxAge: sessionHours * 3600,
  });
}

/** Signs in by a form: the same verification as next-auth's route, the same cookie, and where to land. */
export async function openSessionByForm(
  login: string,
  password: string,
): Promise<Exclude<SignInOutcome, { status: "signed_in" }> | { status: "signed_in"; home: string }> {
  const asked = await headers();
  requireOwnOrigin(asked);
  const before = await currentSession();
  const outcome = await signInWithPassword(
    { db: getDb(), hmac: keyedHash },
    { login, password, address: clientAddress(asked), userAgent: asked.get("user-agent") ?? "" },
  );
  if (outcome.status !== "signed_in") return outcome;
  // One browser, one session: the one that was open here ends.
  if (before) await endSession(getDb(), before.sessionId, "signed_in_again");
  await setSessionCookie(outcome.sessionId);
  if (outcome.isPasswordInitial) return { status: "signed_in", home: "/sign-in/change-password" };
  const session = await readSession(getDb(), outcome.sessionId);
  return { status: "signed_in", home: session ? homeOfActor(await loadActor(getDb(), session)) : "/sign-in" };
}

/** Ends the row, so that the cookie is worthless wherever a copy of it lies. */
export async function endCurrentSession(): Promise<void> {
  requireOwnOrigin(await headers());
  const session = await currentSession();
  if (session) await endSession(getDb(), session.sessionId, "sign_out");
  (await cookies()).delete({ name: sessionCookieName(), path: "/", secure: sessionCookieOptions().secure });
}
