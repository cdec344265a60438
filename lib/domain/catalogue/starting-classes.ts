import { type CatalogueClass, classKey, readCatalogue } from "./classes";
import rows from "./classes.json";

/** What a new city starts with; from then on the database's rows count. 400 kB: never for a browser. */
export const startingClasses: readonly CatalogueClass[] = readCatalogue(rows);

const byKey = new Map(startingClasses.map((entry) => [classKey(entry), entry]));

export function startingClass(key: string): CatalogueClass | null {
  return byKey.get(key) ?? null;
}
