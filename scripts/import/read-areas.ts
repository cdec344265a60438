import path from "node:path";
import { type AreaLevel, areaLevels } from "@/lib/domain/posts";
import type { AreaRow } from "@/lib/features/city/city-layers";
import { readGeometry } from "@/lib/geo/read-geometry";
import { repairArea } from "@/lib/geo/repair-area";
import type { AddFault } from "./fault-words";
import { FaultList } from "./import-fault";
import { type RawFeature, type ReadOptions, readFeatures } from "./read-features";

const mostOfName = 60;
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
    const at = `${name}: feature ${raw.index}`;
    const row = readArea(raw, (field, code, ...facts) => faults.add(`${at}: ${field}`, code, ...facts));
    if (!row) continue;
    const before = lines.get(row.code);
    if (before !== undefined) {
      faults.add(`${at}: properties.code`, "area_code_twice", { code: row.code, feature: before });
    }
    lines.set(row.code, raw.index);
    rows.push(row);
  }
  faults.throwIfAny();
  const placeOf = (row: AreaRow) => `${name}: feature ${lines.get(row.code)}`;
  checkTree(rows, placeOf, faults);
  const cities = rows.filter(({ level }) => level === "city").length;
  if (cities !== 1) faults.add(`${name}: properties.level`, "area_city_count", { count: cities });
  faults.throwIfAny();
  return rows;
}

function readArea({ properties, geometry: value }: RawFeature, fault: AddFault): AreaRow | null {
  const { code, level, name, name_en: nameEn, parent, valid_from: validFrom } = properties;
  const isLevel = (word: unknown): word is AreaLevel => (areaLevels as readonly unknown[]).includes(word);
  if (!isLevel(level)) {
    fault("properties.level", "area_level", { levels: areaLevels.join(", ") });
    return null;
  }
  let isFine = true;
  const refuse: AddFault = (field, code, ...facts) => {
    isFine = false;
    fault(field, code, ...facts);
  };
  const codeText = String(code ?? "");
  if (!codeShapes[level].test(codeText)) refuse("properties.code", "area_code");
  if (!isName(name)) refuse("properties.name", "area_name", { most: mostOfName });
  if (nameEn != null && !isName(nameEn)) refuse("properties.name_en", "area_name", { most: mostOfName });
  if (validFrom != null && !isDay(validFrom)) refuse("properties.valid_from", "area_day");
  const result = readGeometry(value, ["Polygon", "MultiPolygon"]);
  if ("fault" in result) refuse(`geometry.${result.fault.at}`, `geometry_${result.fault.problem}`);
  const geometry = "geometry" in result ? repairArea(result.geometry) : null;
  if ("geometry" in result && !geometry) refuse("geometry", "area_no_surface");
  if (!isFine || !geometry) return null;
  return {
    ...{ code: codeText, level, geometry, isBoundaryAssumed: false, sourceId: null },
    name: String(name).trim(),
    nameEn: nameEn == null ? null : String(nameEn).trim(),
    parent: parent == null || parent === "" ? null : String(parent),
    validFrom: validFrom == null ? null : String(validFrom),
  };
}

function checkTree(rows: readonly AreaRow[], placeOf: (row: AreaRow) => string, faults: FaultList): void {
  const byCode = new Map(rows.map((row) => [row.code, row]));
  const parents = new Set(rows.map(({ parent }) => parent));
  for (const row of rows) {
    const at = placeOf(row);
    const above = areaLevels[areaLevels.indexOf(row.level) - 1];
    if (above === undefined) {
      if (row.parent !== null) faults.add(`${at}: properties.parent`, "area_parent_of_city");
    } else if (byCode.get(row.parent ?? "")?.level !== above) {
      faults.add(`${at}: properties.parent`, "area_parent", { level: above });
    }
    // An area without children would have no cell, and a report from it no desk.
    if (row.level !== "community" && !parents.has(row.code))
      faults.add(`${at}: properties.code`, "area_childless", { name: row.name });
  }
}

function isName(value: unknown): boolean {
  return (
    typeof value === "string" && value.trim() !== "" && value.length <= mostOfName && !/\p{Cc}/u.test(value)
  );
}

function isDay(value: unknown): boolean {
  if (typeof value !== "string" || !/^\d{4}-\d\d-\d\d$/.test(value)) return false;
  const day = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value);
}
