import "server-only";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { getDb } from "@/db/client";
import { sessionCookieName } from "@/lib/auth/cookie";
import { loadActor } from "@/lib/auth/load-actor";
import { type LiveSession, readSession } from "@/lib/auth/sessions";
import { unsealSessionId } from "@/lib/auth/token";
import type { UserActor } from "@/lib/domain/actor";
import { homeOf } from "@/lib/domain/posts";
import type { Context } from "@/lib/features/context";
import { keyedHash } from "@/lib/keyed-hash";
import { ownPath } from "./own-path";

export type StaffContext = Context & { actor: UserActor };

/** The session of this request as the database knows it; read once per request. */
export const currentSession = cache(async (): Promise<LiveSession | null> => {
  const cookie = (await cookies()).get(sessionCookieName())?.value;
  const sessionId = await unsealSessionId(cookie);
  return sessionId ? readSession(getDb(), sessionId) : null;
});

/** What every verb is given: the signed-in person with the posts held now, or the public. */
export const requestContext = cache(async (): Promise<Context> => {
  const session = await currentSession();
  // An initial password opens nothing but its own change.
  if (!session || session.isPasswordInitial) return publicContext(null);
  return { db: getDb(), actor: await loadActor(getDb(), session), hmac: keyedHash };
});

/** For pages of staff: to the sign-in page and back when nobody is signed in. Rights are the verbs' business. */
export async function staffContext(path: string): Promise<StaffContext> {
  const session = await currentSession();
  if (!session) redirect(`/sign-in?next=${encodeURIComponent(ownPath(path))}`);
  if (session.isPasswordInitial)
    redirect(`/sign-in/change-password?next=${encodeURIComponent(ownPath(path))}`);
  const context = await requestContext();
  if (context.actor.kind !== "user") redirect("/sign-in");
  return { ...context, actor: context.actor };
}

/** Only for the change of one's own password, which an initial password must be able to reach. */
export async function ownAccountContext(): Promise<{ context: StaffContext; session: LiveSession } | null> {
  const session = await currentSession();
  if (!session) return null;
  const actor = await loadActor(getDb(), session);
  return { context: { db: getDb(), actor, hmac: keyedHash }, session };
}

/** Somebody without an account; `ticketId` once a tracking code was shown to be right. */
export function publicContext(ticketId: string | null): Context {
  return { db: getDb(), actor: { kind: "public", ticketId }, hmac: keyedHash };
}

/** The screen of the person's first post. */
export function homeOfActor(actor: UserActor): string {
  const [first] = actor.appointments;
  return first ? homeOf(first.post) : "/sign-in/no-post";
}
