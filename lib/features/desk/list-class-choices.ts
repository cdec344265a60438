import "server-only";
import { asc } from "drizzle-orm";
import { z } from "zod";
import { classes } from "@/db/schema";
import { pinyinKeys } from "@/lib/domain/catalogue/find-classes";
import { query } from "../query";
import { todayOf, validOn } from "../shared/valid-on";

/** Every class as a desk chooses from them: by words in both languages, pinyin, initials or code. */
export const listClassChoices = query({
  permission: "report",
  input: z.object({}),
  async run(context) {
    const rows = await context.db
      .select({
        id: classes.id,
        kind: classes.kind,
        code: classes.code,
        name: classes.name,
        nameEn: classes.nameEn,
        majorName: classes.majorName,
        majorNameEn: classes.majorNameEn,
        isDanger: classes.isDanger,
        pinyinKey: classes.pinyinKey,
      })
      .from(classes)
      .where(validOn({ validTo: classes.validTo }, await todayOf(context)))
      .orderBy(asc(classes.kind), asc(classes.majorCode), asc(classes.code), asc(classes.standard));
    return rows.map(({ pinyinKey, ...row }) => ({ ...row, ...pinyinKeys(pinyinKey) }));
  },
});

export type ClassChoice = Awaited<ReturnType<typeof listClassChoices>>[number];
