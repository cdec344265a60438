import { describe, expect, test } from "vitest";
import { type CalendarDay, changedDays, hoursText, publishedThroughOf, readHours } from "./calendar-edition";

describe("working hours as people write them", () => {
  test.each([
    ["08:00-12:00 14:00-18:00", "08:00-12:00 14:00-18:00"],
    ["8:30—12:00，13:30—17:30", "08:30-12:00 13:30-17:30"],
    ["０９：００－１７：００", "09:00-17:00"],
    ["00:00-24:00", "00:00-24:00"],
  ])("%s", (text, plain) => {
    const spans = readHours(text);
    expect(spans && hoursText(spans)).toBe(plain);
  });
  test.each(["", "9-5", "12:00-08:00", "08:00-12:00 11:00-13:00", "08:00-25:00", "08:70-09:00"])(
    "%j is none",
    (text) => expect(readHours(text)).toBeNull(),
  );
});

const holiday = (day: string, isProvisional = false): CalendarDay => ({
  day,
  kind: "holiday",
  name: "元旦",
  isProvisional,
});

describe("how far an edition is official", () => {
  test("to the end of the last year without a provisional day, in unbroken order", () => {
    const days = [holiday("2026-01-01"), holiday("2027-01-01"), holiday("2028-01-01", true)];
    expect(publishedThroughOf(days, "2026-12-31")).toBe("2027-12-31");
    expect(publishedThroughOf([holiday("2028-01-01")], "2026-12-31")).toBe("2026-12-31");
    expect(publishedThroughOf([], "2026-12-31")).toBe("2026-12-31");
  });
});

test("editions are told apart day by day", () => {
  const before = [holiday("2026-01-01"), holiday("2027-01-01", true)];
  const after = [holiday("2027-01-01"), holiday("2027-01-02")];
  expect(changedDays(before, after)).toEqual({
    added: [holiday("2027-01-02")],
    removed: [holiday("2026-01-01")],
    changed: [holiday("2027-01-01")],
  });
});
