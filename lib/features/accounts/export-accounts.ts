import "server-only";
import { and, asc, eq, gt, inArray, isNull, or } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { z } from "zod";
import type { Db } from "@/db/client";
import { areas, grids, persons, sections, units, userPostCells, userPosts, users } from "@/db/schema";
import { command } from "../command";
import { requireCityId } from "../shared/area-ids";
import { cityDay } from "../shared/valid-on";

const standsFor = alias(userPosts, "stands_for");
const holder = alias(users, "holder");

type AccountLine = Record<
  | "login"
  | "name"
  | "post"
  | "area"
  | "unit"
  | "section"
  | "person"
  | "line"
  | "cells"
  | "validFrom"
  | "validTo"
  | "standsInFor",
  string
>;

/** A line for each post held now or given for later; an account without one has a line of its own. No secrets. */
export async function linesOfAccounts(db: Db, today: string, userId?: string): Promise<AccountLine[]> {
  const people = await db
    .select({ id: users.id, login: users.login, name: users.name })
    .from(users)
    .where(and(eq(users.isDisabled, false), userId ? eq(users.id, userId) : undefined))
    .orderBy(asc(users.login));
  const held = await db
    .select({
      id: userPosts.id,
      userId: userPosts.userId,
      post: userPosts.post,
      area: areas.code,
      unit: units.code,
      section: sections.code,
      person: persons.name,
      line: userPosts.lineKind,
      validFrom: userPosts.validFrom,
      validTo: userPosts.validTo,
      standsInFor: holder.login,
    })
    .from(userPosts)
    .innerJoin(areas, eq(areas.id, userPosts.areaId))
    .leftJoin(units, eq(units.id, userPosts.unitId))
    .leftJoin(sections, eq(sections.id, userPosts.sectionId))
    .leftJoin(persons, eq(persons.id, userPosts.personId))
    .leftJoin(standsFor, eq(standsFor.id, userPosts.standsInForId))
    .leftJoin(holder, eq(holder.id, standsFor.userId))
    .where(
      and(
        or(isNull(userPosts.validTo), gt(userPosts.validTo, today)),
        userId ? eq(userPosts.userId, userId) : undefined,
      ),
    )
    .orderBy(asc(userPosts.id));
  const ids = held.map(({ id }) => id);
  const cells = ids.length
    ? await db
        .select({ postId: userPostCells.userPostId, code: grids.code })
        .from(userPostCells)
        .innerJoin(grids, eq(grids.id, userPostCells.cellId))
        .where(inArray(userPostCells.userPostId, ids))
        .orderBy(asc(grids.code))
    : [];
  return people.flatMap(({ id, login, name }) => {
    const own = held.filter((each) => each.userId === id);
    const empty = { post: "", area: "", unit: "", section: "", person: "", line: "", cells: "" };
    if (own.length === 0) return [{ login, name, ...empty, validFrom: "", validTo: "", standsInFor: "" }];
    return own.map((each) => ({
      login,
      name,
      post: each.post,
      area: each.area,
      unit: each.unit ?? "",
      section: each.section ?? "",
      person: each.person ?? "",
      line: each.line ?? "",
      cells: cells
        .filter(({ postId }) => postId === each.id)
        .map(({ code }) => code)
        .join(";"),
      validFrom: each.validFrom,
      validTo: each.validTo ?? "",
      standsInFor: each.standsInFor ?? "",
    }));
  });
}

/** Does a file's row say what this line says? Columns that the file does not have are not asked. */
export function isSameLine(line: AccountLine, values: Readonly<Record<string, string | undefined>>): boolean {
  const codes = (text: string) =>
    text
      .split(/[;；、,，\s]+/)
      .filter(Boolean)
      .toSorted()
      .join(";");
  const asked = ["post", "area", "unit", "section", "person", "line", "standsInFor"] as const;
  return (
    asked.every((field) => values[field] === undefined || values[field] === line[field]) &&
    (["validFrom", "validTo"] as const).every((field) => !values[field] || values[field] === line[field]) &&
    (values.cells === undefined || codes(values.cells) === codes(line.cells))
  );
}

/** Accounts in use with their posts, for a spreadsheet. Personal data: told in an event. */
export const exportAccounts = command({
  permission: "export_accounts",
  input: z.object({}),
  async run({ tx, now, append }) {
    const lines = await linesOfAccounts(tx, await cityDay(tx, now));
    await append({
      subjectKind: "city",
      subjectId: await requireCityId(tx),
      type: "accounts.exported",
      payload: { lines: lines.length },
    });
    return lines;
  },
});
