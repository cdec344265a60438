import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Db } from "@/db/client";
import { setupSteps } from "@/lib/domain/setup-steps";
import { confirmSetup } from "@/lib/features/administration/confirm-setup";
import type { Context } from "@/lib/features/context";
import { foldCounters } from "@/lib/features/progress/fold-counters";
import { sweep } from "@/lib/jobs/sweep";
import { importCityFrom } from "../import/import-city";
import { demoSeed, makeDemoCity, writeDemoCity } from "./city/write-demo-city";
import { makeOrganisation, type Staff } from "./make-organisation";
import { type MadeTickets, makeTickets, type NamedRoad } from "./make-tickets";
import type { Album } from "./photos";

const dayMs = 86_400_000;
const historyDays = 92;

type Setting = { db: Db; hmac: Context["hmac"]; say: (text: string) => void };

/** Midnight in Chinese time, three months before the demo's present, so that the first working day is whole. */
export function firstMoment(until: number): number {
  return Math.floor((until + 8 * 3_600_000) / dayMs) * dayMs - historyDays * dayMs - 8 * 3_600_000;
}

/** The made-up city through the importer of real ones, with its units, persons and accounts, as of `at`. */
export async function importDemoCity(
  { db, hmac, say }: Setting,
  at: number,
  password: string,
): Promise<Staff[]> {
  const folder = await mkdtemp(path.join(tmpdir(), "gridkeep-demo-"));
  try {
    const context: Context = { db, actor: { kind: "importer" }, hmac, clock: () => new Date(at) };
    await writeDemoCity(folder);
    const city = await importCityFrom(context, {
      from: folder,
      areasFile: path.join(folder, "areas.geojson"),
    });
    say(
      `${city.name}: ${city.areas} areas, ${city.cells} cells, ${city.places} places, ${city.basemap} map features`,
    );
    const { units, persons } = makeDemoCity();
    const staff = await makeOrganisation(context, { units, persons }, password);
    await confirmSetup(context, { steps: [...setupSteps] });
    say(`${units.length} units, ${persons.length} persons, ${staff.length} accounts`);
    return staff;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Three months of tickets up to `until` (ms), on an injected clock; then time and counters do what they have
 * to do by then. `count` tickets are drawn by lot, the showcase comes on top.
 */
export async function liveDemo(
  { db, hmac, say }: Setting,
  { staff, album, until, count }: { staff: readonly Staff[]; album: Album; until: number; count: number },
): Promise<MadeTickets> {
  const made = await makeTickets({
    context: { db, actor: { kind: "job" }, hmac },
    staff,
    album,
    roads: namedRoads(makeDemoCity().layers.roads),
    seed: demoSeed,
    from: firstMoment(until),
    until,
    count,
    say,
  });
  for (let round = 0; round < 20; round++) if ((await sweep(db, hmac, () => new Date(until))) === 0) break;
  await foldCounters(db);
  return made;
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
