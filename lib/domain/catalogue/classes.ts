import { z } from "zod";
import { limitUnits } from "../deadline";
import { publicGroups } from "./public-groups";

/**
 * The catalogue a new city starts with: GB/T 47678.5-2026 (components and matters) and the local additions
 * most cities need. Limits are one city's printed example or an analogy of it, hence each city's own
 * setting; an article of law is shown as unverified until a lawyer of the city has confirmed it.
 */
const classSchema = z.strictObject({
  standard: z.string(),
  kind: z.enum(["component", "event"]),
  code: z.string().regex(/^\d{5}$/),
  legacyCode: z.string().nullable(),
  major: z.strictObject({ code: z.string().regex(/^\d{2}$/), name: z.string(), nameEn: z.string() }),
  name: z.string(),
  nameEn: z.string(),
  description: z.string(),
  descriptionEn: z.string(),
  urgency: z.enum(["high", "medium", "low"]),
  conditions: z
    .array(
      z.strictObject({
        name: z.string(),
        nameEn: z.string(),
        limit: z.strictObject({ value: z.number().int().positive(), unit: z.enum(limitUnits) }),
      }),
    )
    .min(1),
  legalBasis: z.array(
    z.strictObject({ zh: z.string(), article: z.string().nullable(), verified: z.boolean() }),
  ),
  responsibleKind: z.string(),
  firstResort: z.enum(["street", "district", "owner"]),
  isExtension: z.boolean(),
  limitSource: z.enum(["city-example", "analogous"]),
  isDanger: z.boolean(),
  isSelfHandleable: z.boolean(),
  isPublicReportable: z.boolean(),
  publicGroup: z.enum(publicGroups),
});
export type CatalogueClass = z.output<typeof classSchema>;

/** Checks the catalogue's shape and that each (standard, kind, code) stands once. Throws on the first fault. */
export function readCatalogue(raw: unknown): CatalogueClass[] {
  const classes = z.array(classSchema).parse(raw);
  const keys = new Set<string>();
  for (const entry of classes) {
    const key = classKey(entry);
    if (keys.has(key)) throw new Error(`${key} stands twice in the catalogue`);
    keys.add(key);
  }
  return classes;
}

/** Two editions live side by side, and one code exists as component and as event. */
export function classKey({
  standard,
  kind,
  code,
}: Pick<CatalogueClass, "standard" | "kind" | "code">): string {
  return `${standard}|${kind}|${code}`;
}
