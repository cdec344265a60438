import path from "node:path";
import type { Db } from "@/db/client";
import { AppError } from "@/lib/domain/errors";
import { assumedAreas, unassignedCountyCode } from "@/lib/features/city/assumed-areas";
import { importCity } from "@/lib/features/city/import-city";
import { planCity } from "@/lib/features/city/plan-city";
import type { Context } from "@/lib/features/context";
import { ImportFault } from "./import-fault";
import { readAreas } from "./read-areas";
import { readCityFolder } from "./read-city-folder";

export type CityFolderOptions = {
  folder: string;
  areasFile?: string | undefined;
  countyCode?: string | undefined;
  name?: string | undefined;
  nameEn?: string | undefined;
  /** Shown beside the map, as the licence of the data asks. */
  attribution?: string | undefined;
  /** What goes on now, and how far of the whole (0 to 1). */
  onProgress?: (step: string, share: number) => void;
};

/** The importer's context: signs nothing, and takes its time from the database unless another clock is given. */
export function importerContext(db: Db, clock?: () => Date): Context {
  const hmac = () => {
    throw new Error("an import signs nothing");
  };
  return { db, actor: { kind: "importer" }, hmac, ...(clock ? { clock } : {}) };
}

/** Folder → layers → plan → database. The demo city and a real one go the same way. */
export async function importCityFolder(context: Context, options: CityFolderOptions) {
  const { folder, areasFile, onProgress = () => undefined } = options;
  const countyCode = checkCountyCode(options.countyCode);
  if (areasFile !== undefined && options.countyCode !== undefined) {
    throw new ImportFault(["--county-code: the codes stand in the file of --areas; give one of the two"]);
  }
  onProgress("reading", 0.02);
  let layersRead = 0;
  const layers = await readCityFolder(folder, (layer) => {
    layersRead += 1;
    onProgress(`read ${layer}`, 0.02 + layersRead * 0.06);
  });
  const source = path.basename(path.resolve(folder));
  const areas = areasFile
    ? await readAreas(areasFile)
    : assumedAreas(layers, countyCode, {
        name: options.name ?? source,
        nameEn: options.nameEn ?? options.name ?? source,
      });
  onProgress("cutting cells", 0.4);
  const plan = planned(areasFile, () => planCity(layers, areas));
  onProgress("writing", 0.7);
  const result = await importCity(context, { plan, source, attribution: options.attribution });
  onProgress("done", 1);
  return {
    ...result,
    isBoundaryAssumed: areasFile === undefined,
    layers: {
      roads: layers.roads.length,
      water: layers.water.length,
      landuse: layers.landuse.length,
      buildings: layers.buildings.length,
      pois: layers.pois.length,
    },
    skipped: plan.skipped,
    repaired: plan.repaired,
  };
}

function checkCountyCode(given: string | undefined): string {
  if (given === undefined) return unassignedCountyCode;
  if (!/^\d{6}$/.test(given) || given.endsWith("00")) {
    throw new ImportFault([
      `--county-code: must be 6 digits that do not end in 00 (those are a city's), not "${given}"`,
    ]);
  }
  return given;
}

function planned<T>(areasFile: string | undefined, plan: () => T): T {
  try {
    return plan();
  } catch (error) {
    if (error instanceof AppError && error.fields.areas === "overlaps") {
      const { code, name } = error.detail;
      const file = areasFile ? path.basename(areasFile) : "areas";
      throw new ImportFault([`${file}: geometry of ${name} (${code}): lies partly over another community`]);
    }
    if (error instanceof RangeError) throw new ImportFault([`roads.geojson: geometry: ${error.message}`]);
    throw error;
  }
}
