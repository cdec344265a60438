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
} from "drizzle-orm/pg-core";
import { id, moment } from "./columns";

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
