import { z } from "zod";
import { limitUnits } from "./deadline";
import { areaLevels } from "./posts";
import { setupSteps } from "./setup-steps";

/** A limit as the standards write it: a number of units of working or emergency time. */
export const limitSchema = z.strictObject({
  value: z.number().int().min(1).max(1000),
  unit: z.enum(limitUnits),
});

const minutes = (value: number) => ({ value, unit: "minute" as const });

/**
 * What a city does its own way (本市口径). Every key has a default, so that a city can start before
 * its first-day wizard; a stored value replaces the default from its date on. The limits of the steps
 * are those that city rules print most often (accept and dispatch 15 min, check and inspection 30 min).
 */
export const settingSchemas = {
  "city.name": z.string().max(40).default(""),
  "city.nameEn": z.string().max(80).default(""),
  "intake.level": z.enum(areaLevels).default("city"),
  "intake.fieldLevel": z.enum(areaLevels).default("community"),
  "limit.accept": limitSchema.default(minutes(15)),
  "limit.check": limitSchema.default(minutes(30)),
  "limit.file": limitSchema.default(minutes(15)),
  "limit.dispatch": limitSchema.default(minutes(15)),
  "limit.unitAccept": limitSchema.default({ value: 2, unit: "working-hour" }),
  "limit.orderInspection": limitSchema.default(minutes(30)),
  "limit.inspect": limitSchema.default(minutes(30)),
  "limit.close": limitSchema.default(minutes(15)),
  "limit.promise": limitSchema.default({ value: 7, unit: "working-day" }),
  // A whole day: what a low desk leaves for that long it will not do. 0: never.
  "escalate.afterOverdueMinutes": z.number().int().min(0).max(43_200).default(1_440),
  "close.atOnceWhenPassed": z.boolean().default(false),
  "close.reopenDays": z.number().int().min(0).max(90).default(15),
  "selfHandled.spotCheckPercent": z.number().int().min(0).max(100).default(10),
  "duplicate.radiusMetres": z.number().int().min(5).max(500).default(50),
  "duplicate.hours": z.number().int().min(1).max(720).default(24),
  "map.reviewNumber": z.string().max(60).default(""),
  "report.noticeVersion": z.string().max(20).default("1"),
  /** Steps of the first day that somebody looked at and confirmed. */
  "setup.confirmed": z.array(z.enum(setupSteps)).max(setupSteps.length).default([]),
} as const;

export type SettingKey = keyof typeof settingSchemas;
export const settingKeys = Object.keys(settingSchemas) as SettingKey[];
export type CitySettings = { [K in SettingKey]: z.output<(typeof settingSchemas)[K]> };

/** Stored values over the defaults; a stored value that no longer fits its schema is an error, not a guess. */
export function citySettings(stored: Partial<Record<string, unknown>>): CitySettings {
  const entries = settingKeys.map((key) => [key, settingSchemas[key].parse(stored[key])] as const);
  return Object.fromEntries(entries) as CitySettings;
}
