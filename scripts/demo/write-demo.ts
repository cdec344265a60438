import { randomBytes } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { posts } from "@/lib/domain/posts";
import { dataDir } from "@/lib/env";
import { keyedHash } from "@/lib/keyed-hash";
import { SeededRandom } from "./city/seeded-random";
import { demoSeed } from "./city/write-demo-city";
import { firstMoment, importDemoCity, liveDemo } from "./make-demo";
import type { makeOrganisation } from "./make-organisation";
import { makeAlbum } from "./photos";
import { markDemoFinished, markDemoUnfinished } from "./unfinished";

const ticketCount = 840;

export type WrittenDemo = { reported: number; lived: number; refusals: number; accountsFile: string };

/** Neither people nor areas: what `npm start` and `gridkeep demo` take for a database without a city. */
export async function isWithoutCity(db: Db): Promise<boolean> {
  const { rows } = await db.execute<{ empty: boolean }>(
    sql`select not exists (select 1 from users) and not exists (select 1 from areas) as empty`,
  );
  return rows[0]?.empty === true;
}

/**
 * The made-up city with three months behind it, through the same importer and the same commands as a real
 * one, on an injected clock that ends now. Same seed, same city; only the days move with the calendar. Answers null,
 * having done nothing, where there is a city already. Of two processes that come at once one makes it.
 */
export async function writeDemo(db: Db, say: (text: string) => void): Promise<WrittenDemo | null> {
  // The transaction holds the lock and nothing else; the demo is committed step by step beside it.
  return db.transaction(async (holder) => {
    await holder.execute(sql`select pg_advisory_xact_lock(hashtext('gridkeep demo'))`);
    if (!(await isWithoutCity(holder))) return null;
    mkdirSync(dataDir(), { recursive: true, mode: 0o700 });
    markDemoUnfinished();
    const until = Math.floor(Date.now() / 60_000) * 60_000;
    const setting = { db, hmac: keyedHash, say };
    const password = randomBytes(9).toString("base64url");
    const staff = await importDemoCity(setting, firstMoment(until), password);
    const album = await makeAlbum(new SeededRandom(demoSeed));
    const made = await liveDemo(setting, { staff, album, until, count: ticketCount });
    say(`${made.reported} tickets reported, ${made.lived} on their way`);
    // A ticket that stands still is no reason for having no demo; a test sees to it that there is none.
    for (const { number, command, code, detail } of made.refusals)
      say(`! ${number} stands still: ${command} was refused: ${code} ${detail}`);
    const accountsFile = writeAccounts(staff, password);
    markDemoFinished();
    return { reported: made.reported, lived: made.lived, refusals: made.refusals.length, accountsFile };
  });
}

/** One account of each post, for whoever tries the demo; the sign-in page reads this file on loopback only. */
function writeAccounts(staff: Awaited<ReturnType<typeof makeOrganisation>>, password: string): string {
  const lines = posts.flatMap((post) => {
    const first = staff.find((one) => one.post === post);
    return first ? [`${first.login}\t${password}\t${post}`] : [];
  });
  const file = path.join(dataDir(), "demo-accounts.txt");
  writeFileSync(file, `${lines.join("\n")}\n`, { mode: 0o600 });
  return file;
}
