import "server-only";
import { getPool } from "@/db/client";
import { expectedMigrations, migrationsState } from "@/db/migrate";
import { isDraining } from "./drain";

export type Readiness =
  | { status: "ready" }
  | {
      status: "unready";
      reason:
        | "draining"
        | "database_unreachable"
        | "migrations_behind"
        | "migrations_newer"
        | "migrations_different";
    };

/** A load balancer asks every few seconds, so an answer that comes late is a no. */
const patienceMs = 3_000;

let expected: ReturnType<typeof expectedMigrations> | undefined;

/** Not about to end, reachable and on the schema of this code: then, and only then, may requests be sent here. */
export async function readiness(): Promise<Readiness> {
  if (isDraining()) return { status: "unready", reason: "draining" };
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("late")), patienceMs);
  });
  try {
    expected ??= expectedMigrations();
    const state = await Promise.race([migrationsState(getPool(), expected), tooLate]);
    return state === "current" ? { status: "ready" } : { status: "unready", reason: `migrations_${state}` };
  } catch {
    return { status: "unready", reason: "database_unreachable" };
  } finally {
    clearTimeout(timer);
  }
}
