import { directUrl, joinDatabase, openDatabase } from "@/db/client";
import { migrateDatabase } from "@/db/migrate";
import { importPersons } from "@/lib/features/administration/import-persons";
import { importUnits } from "@/lib/features/administration/import-units";
import { deriveRules } from "@/lib/features/responsibility/derive-rules";
import { importerContext } from "@/scripts/import/import-city";

/**
 * The smallest organisation a real city can work with: one sanitation company with a handler, through the verbs that
 * the import pages call. Its area is given on the command line.
 */
const [area = ""] = process.argv.slice(2);
await joinDatabase();
await migrateDatabase(directUrl());
const { db, close } = await openDatabase();
const context = importerContext(db);
const answers = [
  ...(await importUnits(context, {
    source: "units.csv",
    rows: [
      {
        line: 2,
        values: {
          code: "HW01",
          name: "浦江环境卫生作业公司",
          kind: "外包公司",
          area,
          responsibleKinds: "sanitation;city-management",
        },
      },
    ],
  })),
  ...(await importPersons(context, {
    source: "persons.csv",
    rows: [{ line: 2, values: { unit: "HW01", name: "周卫东", jobTitle: "清扫班长" } }],
  })),
];
await deriveRules(context, {});
await close();
const refused = answers.filter(({ outcome }) => outcome === "refused");
if (refused.length > 0) throw new Error(JSON.stringify(refused));
process.exit(0);
