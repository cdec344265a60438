import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  date,
  doublePrecision,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { cityImportStates } from "@/lib/domain/city-import";
import { id, moment, oneOf } from "./columns";
import { users } from "./people";

/** A published edition of the working calendar. Never changed: an old deadline is recomputed with the edition it names. */
export const calendars = pgTable("calendars", {
  version: integer("version").primaryKey(),
  timeZone: text("time_zone").notNull(),
  workingMinutes: jsonb("working_minutes").$type<{ start: number; end: number }[]>().notNull(),
  publishedThrough: date("published_through").notNull(),
  createdAt: moment("created_at").notNull(),
});

export const calendarDays = pgTable(
  "calendar_days",
  {
    version: integer("version")
      .notNull()
      .references(() => calendars.version),
    day: date("day").notNull(),
    kind: text("kind", { enum: ["working", "holiday"] }).notNull(),
    name: text("name").notNull().default(""),
    isProvisional: boolean("is_provisional").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.version, table.day] }),
    check("calendar_days_kind", sql`kind in ('working','holiday')`),
  ],
);

/** What this city does its own way (本市口径), dated. */
export const settings = pgTable(
  "settings",
  {
    key: text("key").notNull(),
    value: jsonb("value").notNull(),
    validFrom: moment("valid_from").notNull(),
  },
  (table) => [primaryKey({ columns: [table.key, table.validFrom] })],
);

/** Ticket numbers: one row a day, raised inside the transaction that takes the number. */
export const ticketSerials = pgTable("ticket_serials", {
  day: text("day").primaryKey(),
  last: integer("last").notNull(),
});

/**
 * Imports of a city, from a page or from the command line. A child process does the work and writes here how far it
 * is, so that any process of the site can show it; one whose `seenAt` stands still has died.
 */
export const cityImports = pgTable(
  "city_imports",
  {
    id: id(),
    source: text("source").notNull(),
    state: text("state", { enum: cityImportStates }).notNull(),
    step: text("step").notNull().default(""),
    /** 0 to 1. */
    share: doublePrecision("share").notNull().default(0),
    startedById: uuid("started_by_id").references(() => users.id),
    startedAt: moment("started_at").notNull(),
    seenAt: moment("seen_at").notNull(),
    endedAt: moment("ended_at"),
    isCancelAsked: boolean("is_cancel_asked").notNull().default(false),
    /** What it did, or the faults it was refused for. */
    report: jsonb("report").$type<Record<string, unknown>>().notNull().default({}),
  },
  (table) => [
    check("city_imports_state", oneOf(table.state, cityImportStates)),
    uniqueIndex("city_imports_one_at_a_time").on(table.state).where(sql`state = 'running'`),
  ],
);

/** Reports from beyond the city's border, kept for the neighbouring authority. */
export const outsideReports = pgTable("outside_reports", {
  id: id(),
  lng: doublePrecision("lng").notNull(),
  lat: doublePrecision("lat").notNull(),
  placeWords: text("place_words").notNull(),
  description: text("description").notNull(),
  metresOutside: doublePrecision("metres_outside").notNull(),
  reportedAt: moment("reported_at").notNull(),
  handedOverAt: moment("handed_over_at"),
});
