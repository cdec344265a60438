import { boolean, index, pgTable, text } from "drizzle-orm/pg-core";
import { id, moment } from "./columns";

/** Every attempt to sign in, for back-off and lock-out. `who` is an HMAC of login or address, never the text. */
export const signInAttempts = pgTable(
  "sign_in_attempts",
  {
    id: id(),
    who: text("who").notNull(),
    hasSucceeded: boolean("has_succeeded").notNull(),
    at: moment("at").notNull(),
  },
  (table) => [index("sign_in_attempts_who").on(table.who, table.at)],
);

/** Hits of a rate-limited door, counted in the database so that two processes count as one. */
export const rateHits = pgTable(
  "rate_hits",
  { id: id(), bucket: text("bucket").notNull(), at: moment("at").notNull() },
  (table) => [index("rate_hits_bucket").on(table.bucket, table.at)],
);
