import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { limitUnits } from "@/lib/domain/deadline";
import { areas, places } from "./areas";
import { id, oneOf } from "./columns";
import { persons, sections, units } from "./people";

export const classKinds = ["component", "event"] as const;
export const urgencies = ["high", "medium", "low"] as const;

/** A class is keyed by standard, kind and code: two editions live side by side, one code exists as both kinds. */
export const classes = pgTable(
  "classes",
  {
    id: id(),
    standard: text("standard").notNull(),
    kind: text("kind", { enum: classKinds }).notNull(),
    code: text("code").notNull(),
    legacyCode: text("legacy_code"),
    majorCode: text("major_code").notNull(),
    majorName: text("major_name").notNull(),
    majorNameEn: text("major_name_en").notNull(),
    name: text("name").notNull(),
    nameEn: text("name_en").notNull(),
    description: text("description").notNull(),
    descriptionEn: text("description_en").notNull(),
    urgency: text("urgency", { enum: urgencies }).notNull(),
    responsibleKind: text("responsible_kind").notNull(),
    firstResort: text("first_resort").notNull(),
    legalBasis: jsonb("legal_basis")
      .$type<{ zh: string; article: string | null; verified: boolean }[]>()
      .notNull(),
    publicGroup: text("public_group"),
    isExtension: boolean("is_extension").notNull(),
    isDanger: boolean("is_danger").notNull(),
    isSelfHandleable: boolean("is_self_handleable").notNull(),
    isPublicReportable: boolean("is_public_reportable").notNull(),
    pinyinKey: text("pinyin_key").notNull(),
    /** From this day on nothing new is filed under it; old tickets keep it. */
    validTo: date("valid_to"),
  },
  (table) => [
    unique("classes_key").on(table.standard, table.kind, table.code),
    check("classes_kind", oneOf(table.kind, classKinds)),
    check("classes_urgency", oneOf(table.urgency, urgencies)),
  ],
);

/** Filing conditions (立案条件): the limit comes from the condition, not from the class. */
export const classConditions = pgTable(
  "class_conditions",
  {
    id: id(),
    classId: uuid("class_id")
      .notNull()
      .references(() => classes.id),
    position: integer("position").notNull(),
    name: text("name").notNull(),
    nameEn: text("name_en").notNull(),
    closing: text("closing").notNull(),
    closingEn: text("closing_en").notNull(),
    validTo: date("valid_to"),
  },
  (table) => [
    unique("class_conditions_position").on(table.classId, table.position),
    unique("class_conditions_of_class").on(table.classId, table.id),
  ],
);

/** Limits by city and date: cities differ two- to sevenfold, and a changed limit never touches old tickets. */
export const classLimits = pgTable(
  "class_limits",
  {
    id: id(),
    conditionId: uuid("condition_id")
      .notNull()
      .references(() => classConditions.id),
    value: integer("value").notNull(),
    unit: text("unit", { enum: limitUnits }).notNull(),
    source: text("source").notNull(),
    validFrom: date("valid_from").notNull(),
    validTo: date("valid_to"),
  },
  (table) => [
    unique("class_limits_from").on(table.conditionId, table.validFrom),
    check("class_limits_value", sql`value > 0`),
    check("class_limits_unit", oneOf(table.unit, limitUnits)),
  ],
);

/** Responsibility rules (class × area, place or owner → unit and further down). The most specific wins. */
export const responsibilityRules = pgTable(
  "responsibility_rules",
  {
    id: id(),
    classId: uuid("class_id").references(() => classes.id),
    majorCode: text("major_code"),
    classKind: text("class_kind", { enum: classKinds }),
    responsibleKind: text("responsible_kind"),
    areaId: uuid("area_id").references(() => areas.id),
    placeId: uuid("place_id").references(() => places.id),
    ownerUnitId: uuid("owner_unit_id").references(() => units.id),
    unitId: uuid("unit_id")
      .notNull()
      .references(() => units.id),
    sectionId: uuid("section_id").references(() => sections.id),
    personId: uuid("person_id").references(() => persons.id),
    /** A ruling on a dispute becomes a rule; then this names the ticket. */
    ruledInTicketId: uuid("ruled_in_ticket_id"),
    note: text("note").notNull().default(""),
    validFrom: date("valid_from").notNull(),
    validTo: date("valid_to"),
  },
  (table) => [
    index("responsibility_rules_class").on(table.classId),
    check("rules_somewhere", sql`area_id is not null or place_id is not null or owner_unit_id is not null`),
    check("rules_dates", sql`valid_to is null or valid_to > valid_from`),
  ],
);
