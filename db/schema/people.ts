import { sql } from "drizzle-orm";
import {
  type AnyPgColumn,
  boolean,
  check,
  date,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { areaLevels, posts } from "@/lib/domain/posts";
import { areas, grids } from "./areas";
import { id, moment, oneOf } from "./columns";

export const unitKinds = [
  "city_department",
  "district_department",
  "street",
  "community",
  "management_committee",
  "utility",
  "property",
  "contractor",
] as const;

/** Responsible units (责任单位). `areaId` is the territory it works in. */
export const units = pgTable(
  "units",
  {
    id: id(),
    code: text("code").notNull().unique(),
    kind: text("kind", { enum: unitKinds }).notNull(),
    name: text("name").notNull(),
    nameEn: text("name_en").notNull(),
    pinyinKey: text("pinyin_key").notNull(),
    areaId: uuid("area_id")
      .notNull()
      .references(() => areas.id),
    /** Responsible kinds (class catalogue) it may be chosen for. */
    responsibleKinds: text("responsible_kinds").array().notNull(),
    phone: text("phone"),
    validFrom: date("valid_from").notNull(),
    validTo: date("valid_to"),
  },
  (table) => [check("units_kind", oneOf(table.kind, unitKinds)), index("units_area").on(table.areaId)],
);

export const sections = pgTable(
  "sections",
  {
    id: id(),
    unitId: uuid("unit_id")
      .notNull()
      .references(() => units.id),
    code: text("code").notNull(),
    name: text("name").notNull(),
    nameEn: text("name_en").notNull(),
  },
  (table) => [
    unique("sections_code").on(table.unitId, table.code),
    unique("sections_of_unit").on(table.unitId, table.id),
  ],
);

/** Persons of units (责任人), with the post they hold there; a person may have an account or not. */
export const persons = pgTable(
  "persons",
  {
    id: id(),
    unitId: uuid("unit_id")
      .notNull()
      .references(() => units.id),
    sectionId: uuid("section_id"),
    name: text("name").notNull(),
    pinyinKey: text("pinyin_key").notNull(),
    jobTitle: text("job_title").notNull(),
    phone: text("phone"),
    validFrom: date("valid_from").notNull(),
    validTo: date("valid_to"),
  },
  (table) => [
    unique("persons_of_unit").on(table.unitId, table.id),
    foreignKey({
      columns: [table.unitId, table.sectionId],
      foreignColumns: [sections.unitId, sections.id],
      name: "persons_section_of_same_unit",
    }),
  ],
);

export const users = pgTable(
  "users",
  {
    id: id(),
    login: text("login").notNull().unique(),
    name: text("name").notNull(),
    pinyinKey: text("pinyin_key").notNull(),
    passwordHash: text("password_hash").notNull(),
    isPasswordInitial: boolean("is_password_initial").notNull().default(true),
    isDisabled: boolean("is_disabled").notNull().default(false),
    isDemo: boolean("is_demo").notNull().default(false),
    /** Raised on password change, role change and disabling: older sessions die at their next request. */
    sessionVersion: integer("session_version").notNull().default(1),
    createdAt: moment("created_at").notNull(),
    lastSignInAt: moment("last_sign_in_at"),
  },
  () => [check("users_login_shape", sql`login ~ '^[a-z0-9._-]{3,32}$'`)],
);

/** Which post a person holds, where, and for which unit: the source of every right. */
export const userPosts = pgTable(
  "user_posts",
  {
    id: id(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id),
    post: text("post", { enum: posts }).notNull(),
    areaId: uuid("area_id")
      .notNull()
      .references(() => areas.id),
    unitId: uuid("unit_id").references(() => units.id),
    sectionId: uuid("section_id"),
    personId: uuid("person_id"),
    lineKind: text("line_kind"),
    /** Stand-in (代班): held for the holder of this post, between its two dates. */
    standsInForId: uuid("stands_in_for_id").references((): AnyPgColumn => userPosts.id),
    validFrom: date("valid_from").notNull(),
    validTo: date("valid_to"),
  },
  (table) => [
    index("user_posts_user").on(table.userId),
    index("user_posts_unit").on(table.unitId),
    check("user_posts_post", oneOf(table.post, posts)),
    check(
      "user_posts_unit_named",
      sql`post not in ('unit_liaison','section_head','handler','unit_manager') or unit_id is not null`,
    ),
    check("user_posts_section_named", sql`post <> 'section_head' or section_id is not null`),
    check("user_posts_person_named", sql`post <> 'handler' or person_id is not null`),
    check("user_posts_stand_in_ends", sql`stands_in_for_id is null or valid_to is not null`),
    check("user_posts_line_named", sql`(post = 'line_authority') = (line_kind is not null)`),
    // System, security and audit administrator are three persons.
    uniqueIndex("user_posts_one_administrator")
      .on(table.userId)
      .where(sql`post in ('system_admin','security_admin','audit_admin') and valid_to is null`),
    foreignKey({
      columns: [table.unitId, table.sectionId],
      foreignColumns: [sections.unitId, sections.id],
      name: "user_posts_section_of_same_unit",
    }),
    foreignKey({
      columns: [table.unitId, table.personId],
      foreignColumns: [persons.unitId, persons.id],
      name: "user_posts_person_of_same_unit",
    }),
  ],
);

/** Cells of a grid worker, grid head or supervisor. */
export const userPostCells = pgTable(
  "user_post_cells",
  {
    userPostId: uuid("user_post_id")
      .notNull()
      .references(() => userPosts.id),
    cellId: uuid("cell_id")
      .notNull()
      .references(() => grids.id),
  },
  (table) => [
    primaryKey({ columns: [table.userPostId, table.cellId] }),
    index("user_post_cells_cell").on(table.cellId),
  ],
);

/** The cookie carries only the id of such a row. */
export const sessions = pgTable(
  "sessions",
  {
    id: id(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id),
    sessionVersion: integer("session_version").notNull(),
    createdAt: moment("created_at").notNull(),
    lastSeenAt: moment("last_seen_at").notNull(),
    endedAt: moment("ended_at"),
    endedBy: text("ended_by"),
    userAgent: text("user_agent").notNull(),
    ipHash: text("ip_hash").notNull(),
  },
  (table) => [index("sessions_user").on(table.userId)],
);

/** Desks (指挥台): the place that owns a ticket's process at its level, with the powers in use there. */
export const desks = pgTable(
  "desks",
  {
    id: id(),
    areaId: uuid("area_id")
      .notNull()
      .unique()
      .references(() => areas.id),
    level: text("level", { enum: areaLevels }).notNull(),
    name: text("name").notNull(),
    nameEn: text("name_en").notNull(),
    powers: text("powers").array().notNull(),
    /** The unit whose own hands solve what this desk solves itself. */
    unitId: uuid("unit_id").references(() => units.id),
  },
  (table) => [check("desks_level", oneOf(table.level, areaLevels))],
);
