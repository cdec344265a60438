import "server-only";
import { asc } from "drizzle-orm";
import { z } from "zod";
import { classes } from "@/db/schema";
import { pinyinKeys } from "@/lib/domain/catalogue/find-classes";
import { query } from "../query";

/** Every class as a desk chooses from them: by words in both languages, pinyin, initials or code. */
export const listClassChoices = query({
  permission: "report",
  input: z.object({}),
  async run({ db }) {
    const rows = await db
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
      .orderBy(asc(classes.kind), asc(classes.majorCode), asc(classes.code), asc(classes.standard));
    return rows.map(({ pinyinKey, ...row }) => ({ ...row, ...pinyinKeys(pinyinKey) }));
  },
});

export type ClassChoice = Awaited<ReturnType<typeof listClassChoices>>[number];
