import "server-only";
import { headers } from "next/headers";
import type { Context } from "@/lib/features/context";
import { knock } from "@/lib/features/shared/rate-limit";
import { clientAddress } from "./client-address";

/**
 * How often one address may knock within ten minutes. Generous: a whole neighbourhood or mobile network may sit
 * behind one, while a tracking code's 65 random bits are out of reach of any guessing.
 */
const limits = { report: 60, look: 900, track: 300 } as const;
const windowSeconds = 600;

/** Counts a visit at a door that is open to everybody; somebody signed in counts as that person. */
export async function knockFor({ db, actor, hmac }: Context, door: keyof typeof limits): Promise<void> {
  const who = actor.kind === "user" ? actor.userId : clientAddress(await headers());
  await knock(db, hmac(`${door}:${who}`), { limit: limits[door], windowSeconds });
}
