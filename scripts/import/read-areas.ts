import path from "node:path";
import { type AreaLevel, areaLevels } from "@/lib/domain/posts";
import type { AreaRow } from "@/lib/features/city/city-layers";
import { readGeometry } from "@/lib/geo/read-geometry";
import { repairArea } from "@/lib/geo/repair-area";
import { FaultList } from "./import-fault";
import { type RawFeature, type ReadOptions, readFeatures } from "./read-features";

const codeShapes: Record<AreaLevel, RegExp> = {
  city: /^\d{6}$/,
  district: /^\d{6}$/,
  street: /^\d{9}$/,
  community: /^\d{12}$/,
};

/** The area tree of `--areas FILE`: one city, and under each area areas of the next level down to communities. */
export async function readAreas(file: string, options: ReadOptions = {}): Promise<AreaRow[]> {
  const name = path.basename(file);
  const faults = new FaultList();
  const rows: AreaRow[] = [];
  const lines = new Map<string, number>();
  for (const raw of await readFeatures(file, options)) {
    const row = readArea(raw, (field, said) =>
      faults.add(`${name}: feature ${raw.index}: ${field}: ${said}`),
    );
    if (!row) continue;
    const before = lines.get(row.code);
    if (before !== undefined) {
      faults.add(
        `${name}: feature ${raw.index}: properties.code: ${row.code} is feature ${before}'s already`,
      );
    }
    lines.set(row.code, raw.index);
    rows.push(row);
  }
  faults.throwIfAny();
  checkTree(rows, (row, field, said) =>
    faults.add(`${name}: feature ${lines.get(row.code)}: properties.${field}: ${said}`),
  );
  const cities = rows.filter(({ level }) => level === "city").length;
  if (cities !== 1) faults.add(`${name}: properties.level: must be city for exactly one area, not ${cities}`);
  faults.throwIfAny();
  return rows;
}

function readArea(
  { properties, geometry: value }: RawFeature,
  fault: (field: string, said: string) => void,
): AreaRow | null {
  const { code, level, name, name_en: nameEn, parent, valid_from: validFrom } = properties;
  const isLevel = (word: unknown): word is AreaLevel => (areaLevels as readonly unknown[]).includes(word);
  if (!isLevel(level)) {
    fault("properties.level", `must be one of ${areaLevels.join(", ")}`);
    return null;
  }
  let isFine = true;
  const refuse = (field: string, said: string) => {
    isFine = false;
    fault(field, said);
  };
  const codeText = String(code ?? "");
  if (!codeShapes[level].test(codeText)) {
    refuse(
      "properties.code",
      "must have 6 digits for a city or district, 9 for a street, 12 for a community",
    );
  }
  if (!isName(name)) refuse("properties.name", "must be a name of at most 60 characters");
  if (nameEn != null && !isName(nameEn))
    refuse("properties.name_en", "must be a name of at most 60 characters");
  if (validFrom != null && !isDay(validFrom))
    refuse("properties.valid_from", "must be a day such as 2025-01-01");
  const result = readGeometry(value, ["Polygon", "MultiPolygon"]);
  if ("fault" in result) refuse(`geometry.${result.fault.at}`, result.fault.problem.replaceAll("_", " "));
  const geometry = "geometry" in result ? repairArea(result.geometry) : null;
  if ("geometry" in result && !geometry) refuse("geometry", "the boundary encloses no surface");
  if (!isFine || !geometry) return null;
  return {
    ...{ code: codeText, level, geometry, isBoundaryAssumed: false, sourceId: null },
    name: String(name).trim(),
    nameEn: nameEn == null ? null : String(nameEn).trim(),
    parent: parent == null || parent === "" ? null : String(parent),
    validFrom: validFrom == null ? null : String(validFrom),
  };
}

function checkTree(
  rows: readonly AreaRow[],
  fault: (row: AreaRow, field: string, said: string) => void,
): void {
  const byCode = new Map(rows.map((row) => [row.code, row]));
  const parents = new Set(rows.map(({ parent }) => parent));
  for (const row of rows) {
    const above = areaLevels[areaLevels.indexOf(row.level) - 1];
    if (above === undefined) {
      if (row.parent !== null) fault(row, "parent", "a city has none");
    } else if (byCode.get(row.parent ?? "")?.level !== above) {
      fault(row, "parent", `must be the code of a ${above} in this file`);
    }
    // An area without children would have no cell, and a report from it no desk.
    if (row.level !== "community" && !parents.has(row.code))
      fault(row, "code", `${row.name} has no area in it`);
  }
}

function isName(value: unknown): boolean {
  return typeof value === "string" && value.trim() !== "" && value.length <= 60 && !/\p{Cc}/u.test(value);
}

function isDay(value: unknown): boolean {
  if (typeof value !== "string" || !/^\d{4}-\d\d-\d\d$/.test(value)) return false;
  const day = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value);
}
