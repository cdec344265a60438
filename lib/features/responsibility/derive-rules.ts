import "server-only";
import { eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { areas, responsibilityRules, units } from "@/db/schema";
import { command } from "../command";
import { readCalendar } from "../shared/city-rules";
import { dayIn } from "../shared/day";

/**
 * First rules from what the units say of themselves: each kind they answer for, in the area they work in.
 * Only for a city without rules: later ones are made by people and by rulings on disputes.
 */
export const deriveRules = command({
  permission: "import_units",
  input: z.strictObject({}),
  async run({ tx, now, newId, append }) {
    const [present] = await tx.select({ id: responsibilityRules.id }).from(responsibilityRules).limit(1);
    const [city] = await tx.select({ id: areas.id }).from(areas).where(eq(areas.level, "city"));
    if (!city) throw new Error("there is no city yet: import one first");
    const validFrom = dayIn((await readCalendar(tx)).timeZone, now);
    const rows = present ? [] : await tx.select().from(units).where(isNull(units.validTo));
    const rules = rows.flatMap((unit) =>
      unit.responsibleKinds.map((responsibleKind) => ({
        id: newId(),
        responsibleKind,
        areaId: unit.areaId,
        unitId: unit.id,
        validFrom,
      })),
    );
    if (rules.length > 0) await tx.insert(responsibilityRules).values(rules);
    await append({
      subjectKind: "city",
      subjectId: city.id,
      type: "rules.derived",
      payload: { rules: rules.length },
    });
    return { rules: rules.length };
  },
});
