import { z } from "zod";
import raw from "./calendar-days.json" with { type: "json" };

const daySchema = z.strictObject({
  day: z.iso.date(),
  kind: z.enum(["working", "holiday"]),
  name: z.string(),
  isProvisional: z.boolean(),
});

/**
 * The calendar a city starts with: the State Council's holidays and swapped workdays to the end of 2026;
 * after that fixed-date and lunar holidays without swaps, marked provisional until they are published.
 */
export function readStartingCalendar() {
  return {
    timeZone: "Asia/Shanghai",
    workingMinutes: [
      { start: 8 * 60, end: 12 * 60 },
      { start: 14 * 60, end: 18 * 60 },
    ],
    publishedThrough: "2026-12-31",
    days: z.array(daySchema).parse(raw),
  };
}
