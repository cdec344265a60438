import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { areaFeatures } from "./area-outlines";
import { cityLayers } from "./layers";
import { organisation } from "./organisation";
import { SeededRandom } from "./seeded-random";
import { StreetPlan } from "./street-plan";

export const demoSeed = 20_260_101;

/** Everything of the made-up city, in memory. Equal seeds give equal cities, to the last byte. */
export function makeDemoCity(seed = demoSeed) {
  const random = new SeededRandom(seed);
  const plan = new StreetPlan(random);
  const layers = cityLayers(plan, random);
  return { layers, areas: areaFeatures(plan), ...organisation(random) };
}

/** Writes it as a city folder, as any real city would be given to `gridkeep city import`. */
export async function writeDemoCity(folder: string, seed = demoSeed): Promise<void> {
  const { layers, areas, units, persons } = makeDemoCity(seed);
  await mkdir(folder, { recursive: true });
  const write = (name: string, value: unknown) =>
    writeFile(path.join(folder, name), `${JSON.stringify(value)}\n`, "utf8");
  const collection = (features: readonly unknown[]) => ({ type: "FeatureCollection", features });
  for (const [name, features] of Object.entries(layers)) await write(`${name}.geojson`, collection(features));
  await write("areas.geojson", collection(areas));
  await write("units.json", units);
  await write("persons.json", persons);
}
