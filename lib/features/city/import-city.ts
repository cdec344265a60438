import "server-only";
import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import type { Db } from "@/db/client";
import {
  areas,
  basemapFeatures,
  classes,
  dataVersions,
  desks,
  grids,
  places,
  tickets,
  units,
  userPosts,
} from "@/db/schema";
import { cityImportModes } from "@/lib/domain/city-import";
import { AppError } from "@/lib/domain/errors";
import { command } from "../command";
import { unassignedCountyCode } from "./assumed-areas";
import { installCatalogue } from "./install-catalogue";
import type { CityPlan } from "./plan-city";
import { type CityChanges, updateCity } from "./update-city";
import { writeCity } from "./write-city";

/** A plan comes from `planCity` in this process, never from outside; that it holds a city is checked again. */
const planSchema = z.custom<CityPlan>(
  (value) => {
    const plan = value as Partial<CityPlan> | null;
    return (
      Array.isArray(plan?.areas) &&
      plan.areas.filter(({ level }) => level === "city").length === 1 &&
      Array.isArray(plan.cells) &&
      plan.cells.length > 0 &&
      Array.isArray(plan.places) &&
      Array.isArray(plan.basemap)
    );
  },
  { error: "bad_format" },
);

/**
 * Brings a whole city into an empty database: area tree with its desks, cells, key places and basemap. Run again for
 * the same city (same code, or same name in the source) it updates: the basemap and the key places are brought to the
 * state of the source, areas get their new names; cells and boundaries stay, and where the source differs is answered.
 * `replace` throws an earlier try away, as long as nobody has begun to work with it. Refuses another city.
 */
export const importCity = command({
  permission: "import_city",
  input: z.strictObject({
    plan: planSchema,
    source: z.string().max(200),
    /** What the licence of the map data asks to be shown beside the map. */
    attribution: z.string().trim().max(200).default(""),
    mode: z.enum(cityImportModes).default("update"),
  }),
  async run({ tx, now, newId, append }, { plan, source, attribution, mode }) {
    // The lock, not the look, keeps a second import out: both would find the tables empty.
    await tx.execute(sql`lock table ${areas} in share row exclusive mode`);
    const today = now.toISOString().slice(0, 10);
    const city = plan.areas.find(({ level }) => level === "city");
    const [present] = await tx
      .select({ id: areas.id, name: areas.name, code: areas.code, sourceId: areas.sourceId })
      .from(areas)
      .where(eq(areas.level, "city"))
      .limit(1);
    const isSame = present !== undefined && city !== undefined && isSameCity(present, city);
    if (present && mode === "update" && !isSame)
      throw new AppError("not_empty", {}, { name: present.name, code: present.code });
    if (present && mode === "replace") await removeCity(tx, present.name);
    const isUpdate = present !== undefined && mode === "update";
    const counts = {
      areas: plan.areas.length,
      cells: plan.cells.length,
      places: plan.places.length,
      basemap: plan.basemap.length,
    };
    let changes: CityChanges | null = null;
    let cityId: string;
    let catalogue = {};
    if (isUpdate) {
      changes = await updateCity({ tx, today, newId }, plan);
      cityId = present.id;
    } else {
      const areaIds = await writeCity({ tx, today, newId }, plan);
      cityId = areaIds.get(city?.code ?? "") ?? "";
      // A city that was thrown away leaves its classes, settings and calendar.
      if ((await tx.$count(classes)) === 0) catalogue = await installCatalogue(tx, { now, today, newId });
    }
    await raiseVersions(tx, now, counts, { source, attribution });
    await append({
      subjectKind: "city",
      subjectId: cityId,
      type: isUpdate ? "city.updated" : "city.imported",
      payload: {
        source,
        counts: { ...counts, ...catalogue },
        skipped: plan.skipped.length,
        repaired: plan.repaired.length,
        isBoundaryAssumed: city?.isBoundaryAssumed ?? false,
        ...(changes ? { changes: countsOf(changes) } : {}),
      },
    });
    return { cityId, name: city?.name ?? "", code: city?.code ?? "", ...counts, changes };
  },
});

type CityName = { code: string; name: string; sourceId: string | null };

/** By the name that the source gives for good; without one by the code, or by code and name where that was made up. */
function isSameCity(one: CityName, other: CityName): boolean {
  if (one.sourceId !== null && other.sourceId !== null) return one.sourceId === other.sourceId;
  const isMadeUp = one.code.startsWith(unassignedCountyCode.slice(0, 2));
  return one.code === other.code && (!isMadeUp || one.name === other.name);
}

async function raiseVersions(
  tx: Db,
  now: Date,
  counts: { basemap: number; cells: number },
  note: { source: string; attribution: string },
): Promise<void> {
  for (const layer of ["basemap", "cells"] as const) {
    const row = { changedAt: now.toISOString(), count: counts[layer], note };
    await tx
      .insert(dataVersions)
      .values({ layer, version: 1, ...row })
      .onConflictDoUpdate({
        target: dataVersions.layer,
        set: { ...row, version: sql`${dataVersions.version} + 1` },
      });
  }
}

/** Only an untouched city can go: ended, never deleted, is the rule for everything that somebody worked with. */
async function removeCity(tx: Db, name: string): Promise<void> {
  const used = {
    tickets: await tx.$count(tickets),
    units: await tx.$count(units),
    posts: await tx.$count(userPosts),
  };
  if (used.tickets + used.units + used.posts > 0) throw new AppError("not_empty", {}, { name, ...used });
  for (const table of [places, basemapFeatures, grids, desks]) await tx.delete(table).where(sql`true`);
  for (const level of ["community", "street", "district", "city"] as const)
    await tx.delete(areas).where(eq(areas.level, level));
}

function countsOf({ areas, places, basemap }: CityChanges) {
  const length = (list: readonly unknown[]) => list.length;
  return {
    areas: {
      renamed: length(areas.renamed),
      boundaryDiffers: length(areas.boundaryDiffers),
      unknown: length(areas.unknown),
      gone: length(areas.gone),
    },
    places,
    basemap,
  };
}
