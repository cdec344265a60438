/** Called once by Next when a server process begins, before its first request. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs" || process.env.NEXT_PHASE === "phase-production-build") return;
  const { guardRequests } = await import("@/lib/web/guard-requests");
  guardRequests();
  const { watchForDrain } = await import("@/lib/web/drain");
  watchForDrain();
  const { joinDatabase } = await import("@/db/client");
  await joinDatabase();
  const { startJobs } = await import("@/lib/jobs/start-jobs");
  const { keyedHash } = await import("@/lib/keyed-hash");
  startJobs(keyedHash);
}
