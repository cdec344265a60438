import "server-only";
import { z } from "zod";
import { countOutcomes } from "@/lib/domain/import-report";
import { posts } from "@/lib/domain/posts";
import { command } from "../command";
import { parse } from "../parse";
import { requireCityId } from "../shared/area-ids";
import { readCalendar } from "../shared/city-rules";
import { dayIn } from "../shared/day";
import { importEach, importRow } from "../shared/import-rows";
import type { TableColumn } from "../shared/read-table";
import { words } from "../shared/text-fields";
import { appoint, appointmentFields } from "./appoint";
import { accountCreated, insertAccount, login, passwordHash } from "./create-account";

export const accountColumns: readonly TableColumn[] = [
  { field: "login", heads: ["登录名", "账号", "login"], isRequired: true },
  { field: "name", heads: ["姓名", "name"], isRequired: true },
  { field: "post", heads: ["岗位", "post"], isRequired: true },
  { field: "area", heads: ["区域代码", "所属区域代码", "area code"], isRequired: true },
  { field: "unit", heads: ["单位代码", "unit code"] },
  { field: "section", heads: ["科室代码", "section code"] },
  { field: "person", heads: ["责任人", "责任人姓名", "person"] },
  { field: "line", heads: ["行业类别", "line"] },
  { field: "cells", heads: ["网格代码", "网格", "cells"] },
];

/** Each account needs a hash of its own, made outside: more than this in one go would keep the browser waiting. */
export const mostAccounts = 200;

const accountRow = z.object({ login, name: words(40), ...appointmentFields });

/** Accounts from a file, one post a row. The hashes come ready, one for each row. */
export const importAccounts = command({
  permission: "import_accounts",
  input: z.strictObject({
    source: words(200),
    rows: z.array(importRow.extend({ passwordHash })).min(1).max(mostAccounts),
    /** How the file's language calls the posts, such as 受理员 → acceptor. */
    postNames: z.record(z.string(), z.enum(posts)).default({}),
  }),
  async run({ tx, now, newId, append }, { source, rows, postNames }) {
    const cityId = await requireCityId(tx);
    const today = dayIn((await readCalendar(tx)).timeZone, now);
    const created: Parameters<typeof append>[0][] = [];
    const answers = await importEach(
      tx,
      rows,
      ({ values }) => values.login ?? "",
      async (savepoint, row) => {
        const post = postNames[row.values.post ?? ""] ?? row.values.post;
        const account = parse(accountRow, { ...row.values, post });
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
