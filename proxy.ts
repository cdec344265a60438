import { type NextRequest, NextResponse } from "next/server";
import { sessionCookieName } from "@/lib/auth/cookie";
import { isOwnOrigin } from "@/lib/web/origin";
import { contentPolicy, fixedHeaders } from "@/lib/web/security-headers";

/** Screens of staff: without a session cookie the way leads to the sign-in at once. Comfort, not protection. */
const staffScreens = /^\/(command|unit|field|grids|review|evaluation|supervision|admin)(\/|$)/;

/**
 * Before every page: headers, the nonce of its scripts, and the refusal of writes that come from elsewhere.
 * Nothing is authorised here; every verb does that for itself.
 */
export default function proxy(request: NextRequest): NextResponse {
  const isRead = request.method === "GET" || request.method === "HEAD";
  if (!isRead && !isOwnOrigin(request.headers)) {
    return new NextResponse("Refused: this request does not come from a page of this site.\n", {
      status: 403,
      headers: { ...fixedHeaders(), "Cache-Control": "private, no-store", "Content-Type": "text/plain" },
    });
  }
  const { pathname, search } = request.nextUrl;
  const isSignedIn = request.cookies.has(sessionCookieName());
  if (isRead && !isSignedIn && staffScreens.test(pathname)) {
    const way = request.nextUrl.clone();
    way.pathname = "/sign-in";
    way.search = `?next=${encodeURIComponent(pathname + search)}`;
    return NextResponse.redirect(way);
  }
  const nonce = btoa(crypto.randomUUID());
  const policy = contentPolicy(nonce);
  const inner = new Headers(request.headers);
  // Next reads the nonce out of this header and puts it on its own scripts.
  inner.set("content-security-policy", policy);
  inner.set("x-nonce", nonce);
  const response = NextResponse.next({ request: { headers: inner } });
  response.headers.set("Content-Security-Policy", policy);
  for (const [name, value] of Object.entries(fixedHeaders())) response.headers.set(name, value);
  if (isSignedIn && !pathname.startsWith("/tiles/"))
    response.headers.set("Cache-Control", "private, no-store");
  return response;
}

export const config = {
  // Photos and cities go past: their routes check origin and size, and no body must be held in memory here.
  matcher: ["/((?!_next/static|api/files|api/import|api/health|api/ready|icon.svg|manifest.webmanifest).*)"],
};
