import "server-only";
import { and, asc, eq } from "drizzle-orm";
import { z } from "zod";
import { classes } from "@/db/schema";
import { type ReportableClass, toPublicGroup } from "@/lib/domain/catalogue/report-class";
import { query } from "../query";
import { todayOf, validOn } from "../shared/valid-on";

/** Classes that residents may report, by their everyday groups. Small: it goes to a phone. */
export const listReportableClasses = query({
  permission: "report",
  input: z.strictObject({}),
  async run(context): Promise<ReportableClass[]> {
    const rows = await context.db
      .select({
        id: classes.id,
        kind: classes.kind,
        code: classes.code,
        name: classes.name,
        nameEn: classes.nameEn,
        group: classes.publicGroup,
      })
      .from(classes)
      .where(
        and(
          eq(classes.isPublicReportable, true),
          validOn({ validTo: classes.validTo }, await todayOf(context)),
        ),
      )
      .orderBy(asc(classes.kind), asc(classes.code));
    return rows.map((row) => ({ ...row, group: toPublicGroup(row.group) ?? "other" }));
  },
});
