import "server-only";
import { and, asc, count, eq, exists, inArray, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import { areas, sections, units, userPostCells, userPosts, users } from "@/db/schema";
import { posts } from "@/lib/domain/posts";
import { contains, listFields, offsetOf, pageSize } from "../administration/list-input";
import { query } from "../query";

/** Accounts with the posts they hold now and where. */
export const listAccounts = query({
  permission: "view_accounts",
  input: z.object({
    ...listFields,
    post: z.enum(posts).optional().catch(undefined),
    state: z.enum(["active", "disabled", "initial"]).optional().catch(undefined),
  }),
  async run({ db }, { q, page, post, state }) {
    const where = and(
      contains(q, [users.login, users.name, users.pinyinKey]),
      state === "active" ? eq(users.isDisabled, false) : undefined,
      state === "disabled" ? eq(users.isDisabled, true) : undefined,
      state === "initial" ? and(eq(users.isPasswordInitial, true), eq(users.isDisabled, false)) : undefined,
      post
        ? exists(
            db
              .select({ one: sql`1` })
              .from(userPosts)
              .where(
                and(eq(userPosts.userId, users.id), eq(userPosts.post, post), isNull(userPosts.validTo)),
              ),
          )
        : undefined,
    );
    const rows = await db
      .select({
        id: users.id,
        login: users.login,
        name: users.name,
        isDisabled: users.isDisabled,
        isPasswordInitial: users.isPasswordInitial,
        isDemo: users.isDemo,
        createdAt: users.createdAt,
        lastSignInAt: users.lastSignInAt,
      })
      .from(users)
      .where(where)
      .orderBy(asc(users.pinyinKey), asc(users.login))
      .limit(pageSize)
      .offset(offsetOf(page));
    const ids = rows.map(({ id }) => id);
    const held = ids.length
      ? await db
          .select({
            userId: userPosts.userId,
            post: userPosts.post,
            areaName: areas.name,
            areaNameEn: areas.nameEn,
            areaCode: areas.code,
            unitName: units.name,
            unitNameEn: units.nameEn,
            sectionName: sections.name,
            sectionNameEn: sections.nameEn,
            lineKind: userPosts.lineKind,
            cells: sql<number>`(select count(*)::int from ${userPostCells} where ${userPostCells.userPostId} = ${userPosts.id})`,
          })
          .from(userPosts)
          .innerJoin(areas, eq(areas.id, userPosts.areaId))
          .leftJoin(units, eq(units.id, userPosts.unitId))
          .leftJoin(sections, eq(sections.id, userPosts.sectionId))
          .where(and(inArray(userPosts.userId, ids), isNull(userPosts.validTo)))
          .orderBy(asc(userPosts.id))
      : [];
    const [total] = await db.select({ count: count() }).from(users).where(where);
    return {
      rows: rows.map(({ id, ...row }) => ({ ...row, posts: held.filter(({ userId }) => userId === id) })),
      total: total?.count ?? 0,
      page,
    };
  },
});

/** What the form for a new account offers: places and units by code and name. */
export const accountChoices = query({
  permission: "create_account",
  input: z.object({}),
  async run({ db }) {
    const areaRows = await db
      .select({ code: areas.code, name: areas.name, nameEn: areas.nameEn, level: areas.level })
      .from(areas)
      .where(isNull(areas.validTo))
      .orderBy(sql`case when ${areas.level} = 'city' then 0 else 1 end`, asc(areas.code));
    const unitRows = await db
      .select({ code: units.code, name: units.name, nameEn: units.nameEn })
      .from(units)
      .where(isNull(units.validTo))
      .orderBy(asc(units.pinyinKey));
    return { areas: areaRows, units: unitRows };
  },
});
