import { describe, expect, test } from "vitest";
import { readStartingCalendar } from "./starting-calendar";

const { days, publishedThrough } = readStartingCalendar();
const kinds = new Map(days.map(({ day, kind }) => [day, kind]));
const isWeekend = (day: string) => [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());
/** Month and day of the Chinese calendar, from the tables of the JavaScript engine. */
const lunar = (day: string) =>
  new Intl.DateTimeFormat("en-u-ca-chinese", { timeZone: "UTC", month: "numeric", day: "numeric" }).format(
    new Date(`${day}T12:00:00Z`),
  );

describe("the calendar a city starts with", () => {
  test("each day stands once, and differs from Monday to Friday", () => {
    expect(kinds.size).toBe(days.length);
    for (const { day, kind } of days) expect(isWeekend(day)).toBe(kind === "working");
  });

  test("a day is provisional exactly when it lies after the published ones", () => {
    for (const { day, isProvisional } of days) expect(isProvisional).toBe(day > publishedThrough);
  });

  test("swapped workdays as published", () => {
    const swapped = days.filter(({ kind }) => kind === "working").map(({ day }) => day);
    expect(swapped).toEqual([
      ...["2024-02-04", "2024-02-18", "2024-04-07", "2024-04-28", "2024-05-11"],
      ...["2024-09-14", "2024-09-29", "2024-10-12"],
      ...["2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11"],
      ...["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"],
    ]);
  });

  test("the lunar holidays of the years to come fall on their lunar days", () => {
    const on = (name: string, date: string) => {
      const hits = days.filter(
        (entry) => entry.isProvisional && entry.name === name && lunar(entry.day) === date,
      );
      return hits.length;
    };
    const expected = (date: string) => {
      let count = 0;
      for (let ms = Date.UTC(2027, 0, 1); ms < Date.UTC(2029, 0, 1); ms += 86_400_000) {
        const day = new Date(ms).toISOString().slice(0, 10);
        if (lunar(day) === date && !isWeekend(day)) count += 1;
      }
      return count;
    };
    expect(on("端午节", "5/5")).toBe(expected("5/5"));
    for (const entry of days.filter(({ name, isProvisional }) => isProvisional && name === "中秋节"))
      expect(lunar(entry.day)).toBe("8/15");
    const springs = days.filter(({ name, isProvisional }) => isProvisional && name === "春节");
    for (const { day } of springs) expect(lunar(day)).toMatch(/^(12\/(29|30)|1\/[1-8])$/);
  });

  test("every statutory day off of 2027 and 2028 that is not a weekend is there", () => {
    const statutory = [
      ...["2027-01-01", "2027-02-05", "2027-02-08", "2027-04-05", "2027-06-09", "2027-09-15", "2027-10-01"],
      ...["2028-01-25", "2028-01-26", "2028-01-27", "2028-01-28", "2028-04-04", "2028-05-01", "2028-05-02"],
      ...["2028-10-02", "2028-10-03"],
    ];
    for (const day of statutory) expect([day, kinds.get(day)]).toEqual([day, "holiday"]);
  });
});
