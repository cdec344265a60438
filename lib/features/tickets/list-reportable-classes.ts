import "server-only";
import { asc, eq } from "drizzle-orm";
import { z } from "zod";
import { classes } from "@/db/schema";
import { type ReportableClass, toPublicGroup } from "@/lib/domain/catalogue/report-class";
import { query } from "../query";

/** Classes that residents may report, by their everyday groups. Small: it goes to a phone. */
export const listReportableClasses = query({
  permission: "report",
  input: z.strictObject({}),
  async run({ db }): Promise<ReportableClass[]> {
    const rows = await db
      .select({
        id: classes.id,
        kind: classes.kind,
        code: classes.code,
        name: classes.name,
        nameEn: classes.nameEn,
        group: classes.publicGroup,
      })
      .from(classes)
      .where(eq(classes.isPublicReportable, true))
      .orderBy(asc(classes.kind), asc(classes.code));
    return rows.map((row) => ({ ...row, group: toPublicGroup(row.group) ?? "other" }));
  },
});
