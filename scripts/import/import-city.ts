import path from "node:path";
import type { Db } from "@/db/client";
import type { CityImportMode } from "@/lib/domain/city-import";
import { AppError } from "@/lib/domain/errors";
import { unassignedCountyCode } from "@/lib/features/city/assumed-areas";
import { importCity } from "@/lib/features/city/import-city";
import { planCity } from "@/lib/features/city/plan-city";
import type { Context } from "@/lib/features/context";
import { TooWide } from "@/lib/geo/lattice";
import { ImportFault } from "./import-fault";
import { type CitySourceOptions, type OnProgress, readCity } from "./read-city";

export type CityImportOptions = Omit<CitySourceOptions, "countyCode" | "name" | "nameEn"> & {
  countyCode?: string | undefined;
  name?: string | undefined;
  nameEn?: string | undefined;
  /** Shown beside the map, as the licence of the data asks. */
  attribution?: string | undefined;
  mode?: CityImportMode | undefined;
  /** How the source is called in the record of imports; its file name without it. */
  source?: string | undefined;
};
/** The importer's context: signs nothing, and takes its time from the database unless another clock is given. */
export function importerContext(db: Db, clock?: () => Date): Context {
  const hmac = () => {
    throw new Error("an import signs nothing");
  };
  return { db, actor: { kind: "importer" }, hmac, ...(clock ? { clock } : {}) };
}

/** Source → layers → plan → database. The demo city and a real one go the same way. */
export async function importCityFrom(
  context: Context,
  options: CityImportOptions,
  /** What goes on now, and how far of the whole (0 to 1). */
  onProgress: OnProgress = () => undefined,
  /** Called when the source has been read and planned, before anything is written. */
  beforeWriting: () => Promise<void> = async () => undefined,
) {
  if (options.areasFile !== undefined && options.countyCode !== undefined) {
    throw ImportFault.at("--county-code", "county_code_beside_areas");
  }
  const source = (options.source ?? path.basename(path.resolve(options.from))).slice(0, 200);
  const name = options.name ?? source.replace(/\.(osm\.pbf|pbf|zip)$/i, "");
  const read = await readCity(
    {
      ...options,
      name,
      countyCode: checkCountyCode(options.countyCode),
      nameEn: options.nameEn ?? name,
    },
    (step, share) => onProgress(step, share * 0.4),
  );
  onProgress("cutting", 0.4);
  const plan = planned(() => planCity(read.layers, read.areas));
  await beforeWriting();
  onProgress("writing", 0.7);
  const attribution =
    options.attribution ?? (read.kind === "extract" ? "© OpenStreetMap contributors" : undefined);
  const result = await importCity(context, { plan, source, attribution, mode: options.mode });
  onProgress("done", 1);
  return {
    ...result,
    isBoundaryAssumed: read.areas.some(
      ({ level, isBoundaryAssumed }) => level === "community" && isBoundaryAssumed,
    ),
    levels: read.levels,
    missing: read.missing,
    population: plan.cells.reduce((sum, cell) => sum + (cell.population ?? 0), 0),
    layers: {
      roads: read.layers.roads.length,
      water: read.layers.water.length,
      landuse: read.layers.landuse.length,
      buildings: read.layers.buildings.length,
      pois: read.layers.pois.length,
    },
    skipped: plan.skipped,
    repaired: plan.repaired,
  };
}
export type CityImportResult = Awaited<ReturnType<typeof importCityFrom>>;

function checkCountyCode(given: string | undefined): string {
  if (given === undefined) return unassignedCountyCode;
  if (!/^\d{6}$/.test(given) || given.endsWith("00")) {
    throw ImportFault.at("--county-code", "county_code", { given });
  }
  return given;
}

function planned<T>(plan: () => T): T {
  try {
    return plan();
  } catch (error) {
    if (error instanceof AppError && error.fields.areas === "overlaps") {
      const { code, name } = error.detail;
      throw ImportFault.at("", "communities_overlap", { name: String(name), code: String(code) });
    }
    if (error instanceof TooWide)
      throw ImportFault.at("roads: geometry", "city_too_wide", { degrees: error.mostDegrees });
    throw error;
  }
}
