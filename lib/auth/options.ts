import "server-only";
import type { NextAuthOptions } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import { getDb } from "@/db/client";
import { authSecret } from "@/lib/env";
import { keyedHash } from "@/lib/keyed-hash";
import { isSecureSite, sessionCookieName, sessionCookieOptions, sessionHours } from "./cookie";
import { endSession, readSession } from "./sessions";
import { signInWithPassword } from "./sign-in";

/**
 * The same verification and the same cookie as the form's action. What a browser sends to `session.update()`
 * never reaches the token, which holds the session's id and nothing else.
 */
export function authOptions(
  caller: { address: string; userAgent: string },
  /** Keeps every redirect on this site. */
  ownPath: (url: string) => string,
): NextAuthOptions {
  return {
    secret: authSecret(),
    session: { strategy: "jwt", maxAge: sessionHours * 3600 },
    cookies: { sessionToken: { name: sessionCookieName(), options: sessionCookieOptions() } },
    pages: { signIn: "/sign-in", error: "/sign-in", signOut: "/sign-in" },
    providers: [
      Credentials({
        credentials: { login: {}, password: {} },
        async authorize(given) {
          const { login, password } = given ?? {};
          if (typeof login !== "string" || typeof password !== "string") return null;
          const outcome = await signInWithPassword(
            { db: getDb(), hmac: keyedHash },
            { login, password, ...caller },
          );
          return outcome.status === "signed_in" ? { id: outcome.sessionId } : null;
        },
      }),
    ],
    useSecureCookies: isSecureSite(),
    callbacks: {
      redirect: ({ url }) => ownPath(url),
      jwt: ({ token, user }) => ({ sid: user ? user.id : token.sid }),
      async session({ session, token }) {
        const live = await readSession(getDb(), token.sid, { isTouching: false });
        return live ? { expires: session.expires, user: { name: live.name } } : { expires: session.expires };
      },
    },
    events: {
      async signOut({ token }) {
        if (typeof token?.sid === "string") await endSession(getDb(), token.sid, "sign_out");
      },
    },
    logger: { error: () => undefined, warn: () => undefined, debug: () => undefined },
  };
}
