import "server-only";
import { desc, eq } from "drizzle-orm";
import { z } from "zod";
import { areas, cityImports, users } from "@/db/schema";
import { query } from "../query";

/** The newest imports with what they did or were refused for, and the city that is there. */
export const listCityImports = query({
  permission: "import_city",
  input: z.object({}),
  async run({ db }) {
    const rows = await db
      .select({
        id: cityImports.id,
        source: cityImports.source,
        state: cityImports.state,
        step: cityImports.step,
        share: cityImports.share,
        startedAt: cityImports.startedAt,
        endedAt: cityImports.endedAt,
        seenAt: cityImports.seenAt,
        isCancelAsked: cityImports.isCancelAsked,
        report: cityImports.report,
        by: users.name,
      })
      .from(cityImports)
      .leftJoin(users, eq(users.id, cityImports.startedById))
      .orderBy(desc(cityImports.startedAt))
      .limit(10);
    const [city] = await db
      .select({ name: areas.name, nameEn: areas.nameEn, code: areas.code })
      .from(areas)
      .where(eq(areas.level, "city"))
      .limit(1);
    return { rows, city: city ?? null };
  },
});
