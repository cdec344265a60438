import "server-only";
import { and, desc, gt, isNull, lte, or, type SQL } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import type { Db } from "@/db/client";
import { calendars } from "@/db/schema";
import { AppError } from "@/lib/domain/errors";
import { readClock } from "../command";
import type { Context } from "../context";
import { dayIn } from "./day";

/** Rows that hold on a day: begun, and not ended. The last day is the one before `validTo`. */
export function validOn(table: { validFrom?: PgColumn; validTo: PgColumn }, day: string): SQL {
  const isBegun = table.validFrom ? lte(table.validFrom, day) : undefined;
  const both = and(isBegun, or(isNull(table.validTo), gt(table.validTo, day)));
  if (!both) throw new Error("two conditions always make one");
  return both;
}

/** The city's calendar day; before a city has its calendar, that of China's only zone. */
export async function cityDay(db: Db, now: Date): Promise<string> {
  const [edition] = await db
    .select({ timeZone: calendars.timeZone })
    .from(calendars)
    .orderBy(desc(calendars.version))
    .limit(1);
  return dayIn(edition?.timeZone ?? "Asia/Shanghai", now);
}

/** Today, by the database's clock. For queries: a command has its `now`. */
export async function todayOf({ db, clock }: Pick<Context, "db" | "clock">): Promise<string> {
  return cityDay(db, clock?.() ?? (await readClock(db)));
}

/** An end must lie after the beginning; `latest` is the last day it may be set to. */
export function requireEnd(validFrom: string, validTo: string, latest?: string): void {
  if (validTo <= validFrom) throw new AppError("invalid", { validTo: "not_after" });
  if (latest !== undefined && validTo > latest) throw new AppError("invalid", { validTo: "in_future" });
}
