import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { directUrl, joinDatabase, openDatabase } from "@/db/client";
import { migrateDatabase } from "@/db/migrate";
import { posts } from "@/lib/domain/posts";
import { dataDir } from "@/lib/env";
import { keyedHash } from "@/lib/keyed-hash";
import { SeededRandom } from "./city/seeded-random";
import { demoSeed } from "./city/write-demo-city";
import { firstMoment, importDemoCity, liveDemo } from "./make-demo";
import type { makeOrganisation } from "./make-organisation";
import { makeAlbum } from "./photos";

const ticketCount = 840;

/**
 * The made-up city with three months behind it, through the same importer and the same commands as a real
 * one, on an injected clock that ends now. Same seed, same city; only the days move with the calendar.
 */
async function main(): Promise<void> {
  const say = (text: string) => console.log(`  ${text}`);
  await joinDatabase();
  await migrateDatabase(directUrl());
  const { db, close } = await openDatabase();
  try {
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
    await writeAccounts(staff, password);
  } finally {
    await close();
  }
}

/** One account of each post, for whoever tries the demo; the sign-in page reads this file on loopback only. */
async function writeAccounts(
  staff: Awaited<ReturnType<typeof makeOrganisation>>,
  password: string,
): Promise<void> {
  const lines = posts.flatMap((post) => {
    const first = staff.find((one) => one.post === post);
    return first ? [`${first.login}\t${password}\t${post}`] : [];
  });
  writeFileSync(path.join(dataDir(), "demo-accounts.txt"), `${lines.join("\n")}\n`, { mode: 0o600 });
}

await main();
process.exit(0);
