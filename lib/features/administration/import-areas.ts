import "server-only";
import { isDeepStrictEqual } from "node:util";
import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import type { Db } from "@/db/client";
import { areas, desks } from "@/db/schema";
import { AppError } from "@/lib/domain/errors";
import { countOutcomes } from "@/lib/domain/import-report";
import { type AreaLevel, areaLevels } from "@/lib/domain/posts";
import { areaM2 } from "@/lib/geo/area";
import { boxOf } from "@/lib/geo/box";
import type { AreaGeometry } from "@/lib/geo/geojson";
import { isInside } from "@/lib/geo/point-in-polygon";
import { pointInside } from "@/lib/geo/point-inside";
import { readGeometry } from "@/lib/geo/read-geometry";
import { repairArea } from "@/lib/geo/repair-area";
import { command } from "../command";
import { parse } from "../parse";
import { requireCityId } from "../shared/area-ids";
import { readCalendar } from "../shared/city-rules";
import { dayIn } from "../shared/day";
import { endArea } from "../shared/end-area";
import { importEach } from "../shared/import-rows";
import { pinyinKey } from "../shared/pinyin-key";
import { optionalWords, words } from "../shared/text-fields";

const mostAreas = 2_000;
const digits: Record<AreaLevel, number> = { city: 6, district: 6, street: 9, community: 12 };

const areaRow = z.object({
  code: z.string().regex(/^(\d{6}|\d{9}|\d{12})$/),
  level: z.enum(areaLevels),
  name: words(80),
  nameEn: optionalWords(120),
  parent: z.string().max(12).optional(),
  validFrom: z.iso.date().optional(),
  validTo: z.iso.date().optional(),
});

/** Features of a GeoJSON file, read but not yet trusted: properties as text, geometry as it stood there. */
export const areaFeatures = z
  .array(
    z.object({
      line: z.number().int().min(1),
      properties: z.record(z.string(), z.unknown()),
      geometry: z.unknown(),
    }),
  )
  .min(1)
  .max(mostAreas);

type Row = z.output<typeof areaRow> & { geometry: AreaGeometry };

/**
 * Areas from GeoJSON, parents before children. A new code makes an area with its desk; a known code changes
 * name and boundary and keeps its identity; an end date ends an area that nothing stands on any more.
 */
export const importAreas = command({
  permission: "import_areas",
  input: z.strictObject({ source: words(200), features: areaFeatures }),
  async run({ tx, now, newId, append }, { source, features }) {
    const cityId = await requireCityId(tx);
    const today = dayIn((await readCalendar(tx)).timeZone, now);
    const ordered = features.toSorted((a, b) => rankOf(a.properties.level) - rankOf(b.properties.level));
    const changes: Record<string, unknown>[] = [];
    const answers = await importEach(
      tx,
      ordered,
      ({ properties }) => String(properties.code ?? properties.name ?? ""),
      async (savepoint, { properties, geometry }) => {
        const row = readRow(properties, geometry);
        const known = await areaByCode(savepoint, row.code);
        if (row.validTo) {
          if (!known) throw new AppError("invalid", { code: "not_found" });
          await endArea(savepoint, known, row.validTo);
          changes.push({ code: row.code, endedOn: row.validTo });
          return "changed";
        }
        const outcome = known
          ? await changeArea(savepoint, known, row)
          : await addArea(savepoint, row, today, newId);
        if (outcome === "added") changes.push({ code: row.code, name: row.name, isNew: true });
        if (outcome === "changed") changes.push({ code: row.code, name: row.name, before: known?.name });
        return outcome;
      },
    );
    await append({
      subjectKind: "city",
      subjectId: cityId,
      type: "areas.imported",
      payload: { source, ...countOutcomes(answers), changes },
    });
    return answers.toSorted((a, b) => a.line - b.line);
  },
});

function rankOf(level: unknown): number {
  const at = (areaLevels as readonly unknown[]).indexOf(level);
  return at < 0 ? areaLevels.length : at;
}

function readRow(properties: Record<string, unknown>, given: unknown): Row {
  const said = (...names: string[]) => {
    const value = names.map((name) => properties[name]).find((each) => each !== undefined && each !== null);
    return value === undefined || value === "" ? undefined : String(value);
  };
  const row = parse(areaRow, {
    code: said("code"),
    level: said("level"),
    name: said("name"),
    nameEn: said("name_en", "nameEn"),
    parent: said("parent"),
    validFrom: said("valid_from", "validFrom"),
    validTo: said("valid_to", "validTo"),
  });
  if (row.code.length !== digits[row.level]) throw new AppError("invalid", { code: "wrong_length" });
  const read = readGeometry(given, ["Polygon", "MultiPolygon"]);
  if ("fault" in read) throw new AppError("invalid", { geometry: read.fault.problem });
  const geometry = repairArea(read.geometry);
  if (!geometry) throw new AppError("invalid", { geometry: "empty" });
  return { ...row, geometry };
}

type AreaRecord = typeof areas.$inferSelect;

async function areaByCode(tx: Db, code: string): Promise<AreaRecord | undefined> {
  const [row] = await tx
    .select()
    .from(areas)
    .where(and(eq(areas.code, code), isNull(areas.validTo)));
  return row;
}

async function addArea(tx: Db, row: Row, today: string, newId: () => string): Promise<"added"> {
  if (row.level === "city") throw new AppError("invalid", { level: "one_city" });
  const parent = await parentOf(tx, row);
  const inner = pointInside(row.geometry);
  if (!isInside(inner, parent.geometry)) throw new AppError("invalid", { geometry: "outside_parent" });
  const siblings = await tx
    .select({ geometry: areas.geometry })
    .from(areas)
    .where(and(eq(areas.parentId, parent.id), isNull(areas.validTo)));
  if (
    siblings.some(
      ({ geometry }) => isInside(inner, geometry) || isInside(pointInside(geometry), row.geometry),
    )
  )
    throw new AppError("invalid", { geometry: "overlaps" });
  const id = newId();
  const nameEn = row.nameEn ?? row.name;
  await tx.insert(areas).values({
    id,
    parentId: parent.id,
    level: row.level,
    code: row.code,
    name: row.name,
    nameEn,
    pinyinKey: pinyinKey(row.name),
    geometry: row.geometry,
    ...boxOf(row.geometry),
    areaM2: areaM2(row.geometry),
    validFrom: row.validFrom ?? today,
  });
  await tx
    .insert(desks)
    .values({ id: newId(), areaId: id, level: row.level, name: row.name, nameEn, powers: [] });
  return "added";
}

/** Codes nest: a street's begins with its district's, a community's with its street's. */
async function parentOf(tx: Db, row: Row): Promise<AreaRecord> {
  const upper = areaLevels[areaLevels.indexOf(row.level) - 1];
  const code = row.parent ?? (row.level === "district" ? undefined : row.code.slice(0, -3));
  const [parent] = await tx
    .select()
    .from(areas)
    .where(and(code ? eq(areas.code, code) : eq(areas.level, "city"), isNull(areas.validTo)));
  if (!parent || parent.level !== upper) throw new AppError("invalid", { parent: "not_found" });
  const nests = row.level === "district" || row.code.startsWith(parent.code);
  if (!nests) throw new AppError("invalid", { code: "not_under_parent" });
  return parent;
}

async function changeArea(tx: Db, known: AreaRecord, row: Row): Promise<"changed" | "unchanged"> {
  if (known.level !== row.level) throw new AppError("invalid", { level: "level_differs" });
  if (known.parentId !== null && (await parentOf(tx, row)).id !== known.parentId)
    throw new AppError("invalid", { parent: "parent_differs" });
  const nameEn = row.nameEn ?? known.nameEn;
  const isSameShape = isDeepStrictEqual(known.geometry, row.geometry);
  if (isSameShape && known.name === row.name && known.nameEn === nameEn) return "unchanged";
  await tx
    .update(areas)
    .set({
      name: row.name,
      nameEn,
      pinyinKey: pinyinKey(row.name),
      ...(isSameShape
        ? {}
        : {
            geometry: row.geometry,
            ...boxOf(row.geometry),
            areaM2: areaM2(row.geometry),
            isBoundaryAssumed: false,
          }),
    })
    .where(eq(areas.id, known.id));
  await tx
    .update(desks)
    .set({ name: row.name, nameEn })
    .where(and(eq(desks.areaId, known.id), eq(desks.name, known.name)));
  return "changed";
}
