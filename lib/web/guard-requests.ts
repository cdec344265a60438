import "server-only";
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";
import { env } from "@/lib/env";

/** Headers by which the framework's parts speak to each other; from outside they are only ever an attack. */
const inward =
  /^(x-middleware-|x-invoke-|x-nextjs-(rewrite|matched|postponed|prerender|cache)|next-resume$)/i;
const forwarded = /^(x-forwarded-|forwarded$|x-real-ip$)/i;

declare global {
  var gridkeepGuardsRequests: boolean | undefined;
}

/**
 * Runs before any handler sees a request: drops inward headers always, and forwarded ones unless a proxy of ours
 * stands in front. Called once from `instrumentation.ts`.
 */
export function guardRequests(): void {
  if (globalThis.gridkeepGuardsRequests) return;
  globalThis.gridkeepGuardsRequests = true;
  const dropsForwarded = env().TRUSTED_PROXIES === 0;
  subscribe("http.server.request.start", (message) => {
    const { request } = message as { request: IncomingMessage };
    for (const name of Object.keys(request.headers)) {
      if (inward.test(name) || (dropsForwarded && forwarded.test(name))) delete request.headers[name];
    }
  });
}
