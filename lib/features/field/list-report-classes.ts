import "server-only";
import { asc } from "drizzle-orm";
import { z } from "zod";
import { classes } from "@/db/schema";
import { pinyinKeys } from "@/lib/domain/catalogue/find-classes";
import { query } from "../query";
import { todayOf, validOn } from "../shared/valid-on";

/** Classes as a reporter chooses from them: plain groups, words and pinyin to search by. Small: it goes to a phone. */
export const listReportClasses = query({
  permission: "report",
  input: z.object({}),
  async run(context) {
    const rows = await context.db
      .select({
        id: classes.id,
        code: classes.code,
        kind: classes.kind,
        name: classes.name,
        nameEn: classes.nameEn,
        group: classes.publicGroup,
        isDanger: classes.isDanger,
        isSelfHandleable: classes.isSelfHandleable,
        pinyinKey: classes.pinyinKey,
      })
      .from(classes)
      .where(validOn({ validTo: classes.validTo }, await todayOf(context)))
      .orderBy(asc(classes.kind), asc(classes.code));
    return rows.map(({ pinyinKey, ...row }) => ({ ...row, ...pinyinKeys(pinyinKey) }));
  },
});

export type ReportClass = Awaited<ReturnType<typeof listReportClasses>>[number];
