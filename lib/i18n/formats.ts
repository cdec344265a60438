import type { Formats } from "next-intl";
import type { Locale } from "./locales";

/** Used as `format.dateTime(at, "minute")`. Times are the city's; seconds matter to nobody at a desk. */
export const formats = {
  dateTime: {
    day: { year: "numeric", month: "2-digit", day: "2-digit" },
    minute: {
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    },
    shortMinute: { month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
    time: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
    exact: {
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
      hourCycle: "h23",
    },
  },
  number: {
    count: { maximumFractionDigits: 0 },
    percent: { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 },
  },
} as const satisfies Formats;

/** 11/24 is the 24th of November to one reader and nonsense to another: English names the month. */
export function formatsOf(locale: Locale): Formats {
  if (locale !== "en") return formats;
  const dateTime = Object.fromEntries(
    Object.entries(formats.dateTime).map(([name, format]) => [
      name,
      "month" in format ? { ...format, month: "short" as const, day: "numeric" as const } : format,
    ]),
  );
  return { ...formats, dateTime };
}
