import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { connectionUrl, joinDatabase, openDatabase } from "@/db/client";
import { migrateDatabase } from "@/db/migrate";
import { posts } from "@/lib/domain/posts";
import { dataDir } from "@/lib/env";
import type { Context } from "@/lib/features/context";
import { foldCounters } from "@/lib/features/progress/fold-counters";
import { sweep } from "@/lib/jobs/sweep";
import { keyedHash } from "@/lib/keyed-hash";
import { importCityFolder } from "../import/import-city-folder";
import { SeededRandom } from "./city/seeded-random";
import { demoSeed, makeDemoCity, writeDemoCity } from "./city/write-demo-city";
import { makeOrganisation } from "./make-organisation";
import { makeTickets, type NamedRoad } from "./make-tickets";
import { makeAlbum } from "./photos";

const dayMs = 86_400_000;
const historyDays = 92;
const ticketCount = 900;

/**
 * The made-up city with three months behind it, through the same importer and the same commands as a real
 * one, on an injected clock that ends now. Same seed, same city; only the days move with the calendar.
 */
async function main(): Promise<void> {
  const say = (text: string) => console.log(`  ${text}`);
  await joinDatabase();
  await migrateDatabase(connectionUrl());
  const { db, close } = await openDatabase();
  const folder = await mkdtemp(path.join(tmpdir(), "gridkeep-demo-"));
  try {
    const until = Math.floor(Date.now() / 60_000) * 60_000;
    // From midnight in Chinese time, so that the first working day is whole.
    const from = Math.floor((until + 8 * 3_600_000) / dayMs) * dayMs - historyDays * dayMs - 8 * 3_600_000;
    const context: Context = {
      db,
      actor: { kind: "importer" },
      hmac: keyedHash,
      clock: () => new Date(from),
    };
    const random = new SeededRandom(demoSeed);

    await writeDemoCity(folder);
    const city = await importCityFolder(context, { folder, areasFile: path.join(folder, "areas.geojson") });
    say(
      `${city.name}: ${city.areas} areas, ${city.cells} cells, ${city.places} places, ${city.basemap} map features`,
    );

    const { layers, units, persons } = makeDemoCity();
    const password = randomBytes(9).toString("base64url");
    const staff = await makeOrganisation(context, { units, persons }, password);
    say(`${units.length} units, ${persons.length} persons, ${staff.length} accounts`);

    const album = await makeAlbum(random);
    const made = await makeTickets({
      context: { ...context, actor: { kind: "job" } },
      staff,
      album,
      roads: namedRoads(layers.roads),
      random,
      from,
      until,
      count: ticketCount,
      say,
    });
    for (let round = 0; round < 20; round++)
      if ((await sweep(db, keyedHash, () => new Date(until))) === 0) break;
    await foldCounters(db);
    say(`${made} tickets on their way`);
    await writeAccounts(staff, password);
  } finally {
    await rm(folder, { recursive: true, force: true });
    await close();
  }
}

function namedRoads(
  features: readonly {
    properties: { name?: string | null };
    geometry: { type: string; coordinates: unknown };
  }[],
): NamedRoad[] {
  return features.flatMap(({ properties: { name }, geometry }) => {
    if (!name) return [];
    const lines =
      geometry.type === "LineString" ? [geometry.coordinates] : (geometry.coordinates as unknown[]);
    return (lines as [number, number][][]).map((line) => ({ name, line: dense(line) }));
  });
}

/** A vertex at least every 40 m or so, because the nearest vertex stands for the nearest place on the road. */
function dense(line: [number, number][]): [number, number][] {
  const step = 0.0004;
  return line.flatMap((to, index) => {
    const from = line[index - 1];
    if (!from) return [to];
    const parts = Math.max(1, Math.ceil(Math.hypot(to[0] - from[0], to[1] - from[1]) / step));
    return Array.from({ length: parts }, (_, part): [number, number] => {
      const share = (part + 1) / parts;
      return [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share];
    });
  });
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
