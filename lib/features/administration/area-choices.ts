import "server-only";
import { asc, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import { areas } from "@/db/schema";
import { query } from "../query";

/** The areas in being, in the order of the tree, for a form to choose from. */
export const areaChoices = query({
  permission: "view_directory",
  input: z.object({}),
  async run({ db }) {
    const rows = await db
      .select({ code: areas.code, name: areas.name, nameEn: areas.nameEn, level: areas.level })
      .from(areas)
      .where(isNull(areas.validTo))
      .orderBy(sql`case when ${areas.level} = 'city' then 0 else 1 end`, asc(areas.code));
    return { areas: rows };
  },
});
