import "server-only";
import { subscribe } from "node:diagnostics_channel";
import type { ServerResponse } from "node:http";

/**
 * How this process leaves without anybody noticing. Told "drain" by its starter, it serves on, but says no at
 * /api/ready and keeps no connection alive, so that the proxies in front turn elsewhere. At the signal to end the
 * live streams are closed, which would otherwise hold the server for ever; browsers ask again, and reach another one.
 */
interface Drain {
  isDraining: boolean;
  streams: Set<() => void>;
}

declare global {
  // On globalThis, because the framework bundles this module once for its start and once for its routes.
  var gridkeepDrain: Drain | undefined;
}

function drain(): Drain {
  globalThis.gridkeepDrain ??= { isDraining: false, streams: new Set() };
  return globalThis.gridkeepDrain;
}

export function isDraining(): boolean {
  return drain().isDraining;
}

/** Has an endless answer closed when the process is to end; call what it answers when it closed by itself. */
export function closeAtEnd(close: () => void): () => void {
  const { streams } = drain();
  streams.add(close);
  return () => streams.delete(close);
}

/** Called once from `instrumentation.ts`. */
export function watchForDrain(): void {
  if (globalThis.gridkeepDrain) return;
  const state = drain();
  process.on("message", (message) => {
    if (message === "drain") state.isDraining = true;
  });
  for (const signal of ["SIGTERM", "SIGINT"] as const)
    process.on(signal, () => {
      state.isDraining = true;
      for (const close of [...state.streams]) close();
    });
  subscribe("http.server.request.start", (message) => {
    if (!state.isDraining) return;
    const { response } = message as { response: ServerResponse };
    response.shouldKeepAlive = false;
  });
}
