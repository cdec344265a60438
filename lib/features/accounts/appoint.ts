import "server-only";
import { and, eq, gt, inArray, isNull, lt, or } from "drizzle-orm";
import { z } from "zod";
import type { Db } from "@/db/client";
import { areas, classes, grids, persons, sections, units, userPostCells, userPosts } from "@/db/schema";
import { AppError } from "@/lib/domain/errors";
import { administratorPosts, type Post, posts } from "@/lib/domain/posts";
import { requireAreaId } from "../shared/area-ids";
import { optionalWords } from "../shared/text-fields";
import { validOn } from "../shared/valid-on";

/** A post as people speak of it: codes and names, no ids. */
export const appointmentFields = {
  post: z.enum(posts),
  area: z.string().regex(/^(\d{6}|\d{9}|\d{12})$/),
  unit: optionalWords(30),
  section: optionalWords(30),
  person: optionalWords(40),
  line: optionalWords(40),
  /** Codes of cells: a list, or one text as a file holds it. */
  cells: z
    .union([z.array(z.string()), z.string()])
    .transform((value) =>
      (Array.isArray(value) ? value : value.split(/[;;、,,\s]+/)).filter((code) => code !== ""),
    )
    .pipe(z.array(z.string().max(30)).max(200))
    .default([]),
};
const appointmentInput = z.object(appointmentFields);
export type AppointmentInput = z.output<typeof appointmentInput>;

const unitPosts: readonly Post[] = ["unit_liaison", "section_head", "handler", "unit_manager"];
const cellPosts: readonly Post[] = ["grid_worker", "grid_head", "supervisor"];

/**
 * Gives an account a post: the place, and what the post cannot do without (a unit, its section or person, a
 * line, cells). Refuses what is unknown or does not belong together, naming the field.
 */
export async function appoint(
  tx: Db,
  userId: string,
  input: AppointmentInput,
  today: string,
  newId: () => string,
  validFrom = today,
): Promise<string> {
  const areaId = await requireAreaId(tx, input.area);
  const isUnitPost = unitPosts.includes(input.post);
  if (isUnitPost && !input.unit) throw new AppError("invalid", { unit: "required" });
  if (!isUnitPost && input.unit) throw new AppError("invalid", { unit: "not_for_post" });
  if (!cellPosts.includes(input.post) && input.cells.length > 0)
    throw new AppError("invalid", { cells: "not_for_post" });
  const unitId = input.unit ? await unitIdOf(tx, input.unit, today) : null;
  const sectionId = unitId && input.section ? await sectionIdOf(tx, unitId, input.section) : null;
  if (input.post === "section_head" && !sectionId) throw new AppError("invalid", { section: "required" });
  const personId = unitId && input.person ? await personIdOf(tx, unitId, input.person, today) : null;
  if (input.post === "handler" && !personId) throw new AppError("invalid", { person: "required" });
  const lineKind = input.post === "line_authority" ? await lineOf(tx, input.line) : null;
  const place = { post: input.post, areaId, unitId, sectionId, personId, lineKind };
  await refuseClash(tx, userId, place, { validFrom, validTo: null });
  const id = newId();
  await tx.insert(userPosts).values({
    id,
    userId,
    ...place,
    validFrom,
  });
  const cellIds = await cellIdsOf(tx, areaId, input.cells);
  if (cellIds.length > 0)
    await tx.insert(userPostCells).values(cellIds.map((cellId) => ({ userPostId: id, cellId })));
  return id;
}

async function unitIdOf(tx: Db, code: string, today: string): Promise<string> {
  const [row] = await tx
    .select({ id: units.id })
    .from(units)
    .where(and(eq(units.code, code), validOn({ validTo: units.validTo }, today)));
  if (!row) throw new AppError("invalid", { unit: "not_found" });
  return row.id;
}

async function sectionIdOf(tx: Db, unitId: string, code: string): Promise<string> {
  const [row] = await tx
    .select({ id: sections.id })
    .from(sections)
    .where(and(eq(sections.unitId, unitId), eq(sections.code, code)));
  if (!row) throw new AppError("invalid", { section: "not_found" });
  return row.id;
}

async function personIdOf(tx: Db, unitId: string, name: string, today: string): Promise<string> {
  const rows = await tx
    .select({ id: persons.id })
    .from(persons)
    .where(
      and(eq(persons.unitId, unitId), eq(persons.name, name), validOn({ validTo: persons.validTo }, today)),
    );
  const [row] = rows;
  if (!row) throw new AppError("invalid", { person: "not_found" });
  if (rows.length > 1) throw new AppError("invalid", { person: "ambiguous" });
  return row.id;
}

async function lineOf(tx: Db, line: string | undefined): Promise<string> {
  if (!line) throw new AppError("invalid", { line: "required" });
  const [row] = await tx
    .select({ kind: classes.responsibleKind })
    .from(classes)
    .where(eq(classes.responsibleKind, line))
    .limit(1);
  if (!row) throw new AppError("invalid", { line: "not_found" });
  return row.kind;
}

export type HeldPlace = Pick<
  typeof userPosts.$inferSelect,
  "post" | "areaId" | "unitId" | "sectionId" | "personId" | "lineKind"
>;

/**
 * System, security and audit administrator are three persons, each without another post, also not as a stand-in; and
 * nobody holds one post twice in one place. Only posts count that hold on a day of this span.
 */
export async function refuseClash(
  tx: Db,
  userId: string,
  wanted: HeldPlace,
  span: { validFrom: string; validTo: string | null },
): Promise<void> {
  const held = await tx
    .select()
    .from(userPosts)
    .where(
      and(
        eq(userPosts.userId, userId),
        or(isNull(userPosts.validTo), gt(userPosts.validTo, span.validFrom)),
        span.validTo ? lt(userPosts.validFrom, span.validTo) : undefined,
      ),
    );
  const isAdministrator = (each: Post) => (administratorPosts as readonly Post[]).includes(each);
  if (held.length > 0 && (isAdministrator(wanted.post) || held.some((row) => isAdministrator(row.post))))
    throw new AppError("invalid", { post: "administrator_alone" });
  const names = ["post", "areaId", "unitId", "sectionId", "personId", "lineKind"] as const;
  if (held.some((row) => names.every((name) => row[name] === wanted[name])))
    throw new AppError("invalid", { post: "exists" });
}

/** Cells in being, by code, inside the post's area: the codes of areas nest, a community's begins its cells'. */
async function cellIdsOf(tx: Db, areaId: string, codes: readonly string[]): Promise<string[]> {
  if (codes.length === 0) return [];
  const unique = [...new Set(codes)];
  const rows = await tx
    .select({ id: grids.id, communityId: grids.communityId })
    .from(grids)
    .where(and(inArray(grids.code, unique), eq(grids.kind, "community_grid"), isNull(grids.validTo)));
  if (rows.length !== unique.length) throw new AppError("invalid", { cells: "not_found" });
  const parents = new Map(
    (await tx.select({ id: areas.id, parentId: areas.parentId }).from(areas)).map((row) => [
      row.id,
      row.parentId,
    ]),
  );
  const isUnder = (communityId: string) => {
    for (let at: string | null | undefined = communityId; at; at = parents.get(at))
      if (at === areaId) return true;
    return false;
  };
  if (!rows.every(({ communityId }) => isUnder(communityId)))
    throw new AppError("invalid", { cells: "outside_area" });
  return rows.map(({ id }) => id);
}
