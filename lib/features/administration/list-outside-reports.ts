import "server-only";
import { count, desc } from "drizzle-orm";
import { z } from "zod";
import { outsideReports } from "@/db/schema";
import { query } from "../query";
import { contains, listFields, offsetOf, pageSize } from "./list-input";

/** Reports from beyond the border, newest first: what is handed over to the neighbouring authorities. */
export const listOutsideReports = query({
  permission: "view_directory",
  input: z.object(listFields),
  async run({ db }, { q, page }) {
    const where = contains(q, [outsideReports.placeWords, outsideReports.description]);
    const rows = await db
      .select({
        id: outsideReports.id,
        lng: outsideReports.lng,
        lat: outsideReports.lat,
        placeWords: outsideReports.placeWords,
        description: outsideReports.description,
        metresOutside: outsideReports.metresOutside,
        reportedAt: outsideReports.reportedAt,
      })
      .from(outsideReports)
      .where(where)
      .orderBy(desc(outsideReports.reportedAt), desc(outsideReports.id))
      .limit(pageSize)
      .offset(offsetOf(page));
    const [total] = await db.select({ count: count() }).from(outsideReports).where(where);
    return { rows, total: total?.count ?? 0, page };
  },
});
