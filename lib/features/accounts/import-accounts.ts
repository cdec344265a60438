import "server-only";
import { eq, inArray } from "drizzle-orm";
import { z } from "zod";
import { users } from "@/db/schema";
import { AppError } from "@/lib/domain/errors";
import { countOutcomes } from "@/lib/domain/import-report";
import { posts } from "@/lib/domain/posts";
import { command } from "../command";
import { parse } from "../parse";
import { query } from "../query";
import { requireCityId } from "../shared/area-ids";
import { readCalendar } from "../shared/city-rules";
import { dayIn } from "../shared/day";
import { importEach, importRow } from "../shared/import-rows";
import { maxTableRows, type TableColumn } from "../shared/read-table";
import { words } from "../shared/text-fields";
import { appoint, appointmentFields } from "./appoint";
import { accountCreated, insertAccount, login, passwordHash } from "./create-account";
import { isSameLine, linesOfAccounts } from "./export-accounts";

export const accountColumns: readonly TableColumn[] = [
  { field: "login", heads: ["登录名", "账号", "login"], isRequired: true },
  { field: "name", heads: ["姓名", "name"], isRequired: true },
  { field: "post", heads: ["岗位", "post"], isRequired: true, words: "post" },
  { field: "area", heads: ["区域代码", "所属区域代码", "area code"], isRequired: true },
  { field: "unit", heads: ["单位代码", "unit code"] },
  { field: "section", heads: ["科室代码", "section code"] },
  { field: "person", heads: ["责任人", "责任人姓名", "person"] },
  { field: "line", heads: ["行业类别", "line"], words: "responsibleKind" },
  { field: "cells", heads: ["网格代码", "网格", "cells"] },
  { field: "validFrom", heads: ["生效日期", "valid from"], isDay: true },
  { field: "validTo", heads: ["终止日期", "valid to"], isDay: true },
  { field: "standsInFor", heads: ["代班（登录名）", "stands in for (login)"] },
];

/** Each new account needs a hash of its own, made outside: more than this in one go would keep the browser waiting. */
export const mostAccounts = 200;

const accountRow = z.object({ login, name: words(40), ...appointmentFields });
const knownRow = z.object({ login, name: words(40) });

/** Which of these logins have an account: theirs need no new password. */
export const knownLogins = query({
  permission: "import_accounts",
  input: z.object({ logins: z.array(z.string().max(60)).max(maxTableRows) }),
  async run({ db }, { logins }) {
    if (logins.length === 0) return [];
    const rows = await db.select({ login: users.login }).from(users).where(inArray(users.login, logins));
    return rows.map(({ login }) => login);
  },
});

/**
 * Accounts from a file, one post a row: a known login gets a further post, or is as it was. The hashes of new
 * accounts come ready. Ended posts and stand-ins are given on the screen; their rows are only compared.
 */
export const importAccounts = command({
  permission: "import_accounts",
  input: z.strictObject({
    source: words(200),
    rows: z
      .array(importRow.extend({ passwordHash: passwordHash.optional() }))
      .min(1)
      .max(maxTableRows),
    /** How the file's language calls the posts, such as 受理员 → acceptor. */
    postNames: z.record(z.string(), z.enum(posts)).default({}),
  }),
  async run({ tx, actor, now, newId, append }, { source, rows, postNames }) {
    const cityId = await requireCityId(tx);
    const today = dayIn((await readCalendar(tx)).timeZone, now);
    const created: Parameters<typeof append>[0][] = [];
    const answers = await importEach(
      tx,
      rows,
      ({ values }) => values.login ?? "",
      async (savepoint, row) => {
        const post = postNames[row.values.post ?? ""] ?? row.values.post;
        const values: Record<string, string | undefined> = { ...row.values, post };
        const [known] = await savepoint
          .select({ id: users.id, name: users.name })
          .from(users)
          .where(eq(users.login, (values.login ?? "").trim().toLowerCase()));
        if (known) {
          if (parse(knownRow, values).name !== known.name)
            throw new AppError("invalid", { name: "person_differs" });
          const lines = await linesOfAccounts(savepoint, today, known.id);
          if (lines.some((line) => isSameLine(line, values))) return "unchanged";
        }
        if (values.standsInFor) throw new AppError("invalid", { standsInFor: "on_screen" });
        if (values.validTo) throw new AppError("invalid", { validTo: "on_screen" });
        const account = parse(accountRow, values);
        if (known) {
          if (actor.kind === "user" && actor.userId === known.id)
            throw new AppError("invalid", { login: "own_account" });
          await appoint(savepoint, known.id, account, today, newId);
          created.push({ ...accountCreated(known.id, account), type: "post.given" });
          return "changed";
        }
        if (!row.passwordHash) throw new AppError("invalid", { login: "not_found" });
        const userId = await insertAccount(
          savepoint,
          { ...account, passwordHash: row.passwordHash },
          now,
          newId,
        );
        await appoint(savepoint, userId, account, today, newId);
        created.push(accountCreated(userId, account));
        return "added";
      },
    );
    for (const event of created) await append(event);
    await append({
      subjectKind: "city",
      subjectId: cityId,
      type: "accounts.imported",
      payload: { source, ...countOutcomes(answers) },
    });
    return answers;
  },
});
