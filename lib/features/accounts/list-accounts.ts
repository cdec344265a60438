import "server-only";
import { and, asc, count, eq, exists, gt, inArray, isNull, ne, or, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { z } from "zod";
import { areas, persons, sections, units, userPostCells, userPosts, users } from "@/db/schema";
import { AppError } from "@/lib/domain/errors";
import { posts } from "@/lib/domain/posts";
import { contains, listFields, offsetOf, pageSize } from "../administration/list-input";
import { query } from "../query";
import { stampOf } from "../shared/edit";
import { readHistory } from "../shared/record-history";
import { todayOf, validOn } from "../shared/valid-on";
import { login } from "./create-account";
import { postFields } from "./end-post";

const standsFor = alias(userPosts, "stands_for");
const holder = alias(users, "holder");

/** Accounts with the posts they hold now and where. */
export const listAccounts = query({
  permission: "view_accounts",
  input: z.object({
    ...listFields,
    post: z.enum(posts).optional().catch(undefined),
    state: z.enum(["active", "disabled", "initial"]).optional().catch(undefined),
  }),
  async run(context, { q, page, post, state }) {
    const { db } = context;
    const today = await todayOf(context);
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
                and(eq(userPosts.userId, users.id), eq(userPosts.post, post), validOn(userPosts, today)),
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
            id: userPosts.id,
            userId: userPosts.userId,
            post: userPosts.post,
            validFrom: userPosts.validFrom,
            validTo: userPosts.validTo,
            standsInForName: holder.name,
            areaName: areas.name,
            areaNameEn: areas.nameEn,
            areaCode: areas.code,
            unitName: units.name,
            unitNameEn: units.nameEn,
            sectionName: sections.name,
            sectionNameEn: sections.nameEn,
            personName: persons.name,
            lineKind: userPosts.lineKind,
            cells: sql<number>`(select count(*)::int from ${userPostCells} where ${userPostCells.userPostId} = ${userPosts.id})`,
          })
          .from(userPosts)
          .innerJoin(areas, eq(areas.id, userPosts.areaId))
          .leftJoin(units, eq(units.id, userPosts.unitId))
          .leftJoin(sections, eq(sections.id, userPosts.sectionId))
          .leftJoin(persons, eq(persons.id, userPosts.personId))
          .leftJoin(standsFor, eq(standsFor.id, userPosts.standsInForId))
          .leftJoin(holder, eq(holder.id, standsFor.userId))
          .where(
            and(inArray(userPosts.userId, ids), or(isNull(userPosts.validTo), gt(userPosts.validTo, today))),
          )
          .orderBy(asc(userPosts.id))
      : [];
    const [total] = await db.select({ count: count() }).from(users).where(where);
    return {
      today,
      rows: rows.map(({ id, ...row }) => ({
        ...row,
        posts: held
          .filter(({ userId }) => userId === id)
          .map((each) => ({ ...each, isComing: each.validFrom > today, seen: stampOf(postFields(each)) })),
      })),
      total: total?.count ?? 0,
      page,
    };
  },
});

/** What the form for a new account offers: places and units by code and name. */
export const accountChoices = query({
  permission: "create_account",
  input: z.object({}),
  async run(context) {
    const { db } = context;
    const areaRows = await db
      .select({ code: areas.code, name: areas.name, nameEn: areas.nameEn, level: areas.level })
      .from(areas)
      .where(isNull(areas.validTo))
      .orderBy(sql`case when ${areas.level} = 'city' then 0 else 1 end`, asc(areas.code));
    const unitRows = await db
      .select({ code: units.code, name: units.name, nameEn: units.nameEn })
      .from(units)
      .where(validOn({ validTo: units.validTo }, await todayOf(context)))
      .orderBy(asc(units.pinyinKey));
    return { areas: areaRows, units: unitRows };
  },
});

/** What was done to one account and its posts, and who may stand in for its holder. */
export const loadAccount = query({
  permission: "view_accounts",
  input: z.object({ login }),
  async run({ db }, { login }) {
    const [user] = await db.select({ id: users.id }).from(users).where(eq(users.login, login));
    if (!user) throw new AppError("not_found");
    const deputies = await db
      .select({ login: users.login, name: users.name })
      .from(users)
      .where(and(eq(users.isDisabled, false), ne(users.id, user.id)))
      .orderBy(asc(users.pinyinKey), asc(users.login));
    return {
      deputies,
      history: await readHistory(db, [{ kind: "account", ids: [user.id] }], undefined, user.id),
    };
  },
});
