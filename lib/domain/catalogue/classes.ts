import { z } from "zod";
import { limitUnits } from "../deadline";
import { publicGroups } from "./public-groups";
import { type ResponsibleKind, responsibleKinds } from "./responsible-kinds";

const words = z.string().min(1);
const kindNames = Object.keys(responsibleKinds) as ResponsibleKind[];

const conditionSchema = z.strictObject({
  /** Unique in the class; `default` where the class has no conditions of its own. */
  key: z.string().regex(/^[a-z_]+$/),
  name: words,
  nameEn: words,
  limit: z.strictObject({ value: z.number().int().positive(), unit: z.enum(limitUnits) }),
  /** Seen in a city's printed table; false: by analogy, to be shown as the city's own setting. */
  verified: z.boolean(),
  /** What must be true on the spot before the ticket may be closed (结案条件). */
  closing: words,
  closingEn: words,
});

/**
 * The catalogue a new city starts with: GB/T 47678.5-2026 (components and matters) and the local additions
 * most cities need. Limits are one city's printed example or an analogy of it, hence each city's own
 * setting; an article of law is shown as unverified until a lawyer of the city has confirmed it.
 */
const classSchema = z.strictObject({
  /** `local` for the classes that cities add beside the standard. */
  standard: words,
  kind: z.enum(["component", "event"]),
  code: z.string().regex(/^\d{5}$/),
  /** Code of the 2013 edition, where the mapping is supported. */
  legacyCode: z
    .string()
    .regex(/^\d{2}-\d{2}$/)
    .nullable(),
  major: z.strictObject({ code: z.string().regex(/^\d{2}$/), name: words, nameEn: words }),
  name: words,
  nameEn: words,
  /** Name of the matter with the component's own code ("…异常"); events have none. */
  matterName: words.nullable(),
  description: words,
  descriptionEn: words,
  urgency: z.enum(["high", "medium", "low"]),
  conditions: z.array(conditionSchema).min(1),
  /** `article` null: the law is named, its article was not looked up. */
  legalBasis: z.array(z.strictObject({ zh: words, article: words.nullable(), verified: z.boolean() })),
  responsibleKind: z.enum(kindNames),
  /** Who acts at the place while the responsible unit is settled. */
  firstResort: z.enum(["street", "district", "owner"]),
  isExtension: z.boolean(),
  limitSource: z.enum(["city-example", "analogous"]),
  /** Immediate hazard to life: never waits for a dispute, the territory acts first. */
  isDanger: z.boolean(),
  /** Small enough that a grid worker may settle it on the spot (自处置). */
  isSelfHandleable: z.boolean(),
  isPublicReportable: z.boolean(),
  publicGroup: z.enum(publicGroups),
});
export type CatalogueClass = z.output<typeof classSchema>;

/** Checks the catalogue's shape and that each (standard, kind, code) and each condition stands once. Throws on the first fault. */
export function readCatalogue(raw: unknown): CatalogueClass[] {
  const classes = z.array(classSchema).parse(raw);
  const keys = new Set<string>();
  for (const entry of classes) {
    const key = classKey(entry);
    if (keys.has(key)) throw new Error(`${key} stands twice in the catalogue`);
    keys.add(key);
    if (new Set(entry.conditions.map((condition) => condition.key)).size !== entry.conditions.length)
      throw new Error(`${key} has a condition twice`);
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
