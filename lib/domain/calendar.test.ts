import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  addWorkingMinutes,
  isForecastDay,
  isWorkingDay,
  localDay,
  minutesOfDay,
  type WorkingCalendar,
  workingMinutesBetween,
} from "./calendar";
import { readStartingCalendar } from "./catalogue/starting-calendar";

const { days, ...starting } = readStartingCalendar();
const china: WorkingCalendar = {
  version: 1,
  ...starting,
  days: Object.fromEntries(days.map(({ day, kind }) => [day, kind])),
};
const at = (local: string) => new Date(`${local}+08:00`);
const add = (local: string, minutes: number) => addWorkingMinutes(at(local), minutes, china);

describe("working time in China", () => {
  test("a working day has eight hours", () => {
    expect(minutesOfDay(china)).toBe(480);
  });

  test("runs on over the midday break and over night", () => {
    expect(add("2026-03-03T11:30:00", 60)).toEqual(at("2026-03-03T14:30:00"));
    expect(add("2026-03-03T17:00:00", 120)).toEqual(at("2026-03-04T09:00:00"));
  });

  test("ends in the evening of the day, not the next morning", () => {
    expect(add("2026-03-03T08:00:00", 480)).toEqual(at("2026-03-03T18:00:00"));
  });

  test("what starts outside working time starts with the next span", () => {
    expect(add("2026-03-03T06:00:00", 30)).toEqual(at("2026-03-03T08:30:00"));
    expect(add("2026-03-03T12:30:00", 30)).toEqual(at("2026-03-03T14:30:00"));
    expect(add("2026-03-06T20:00:00", 30)).toEqual(at("2026-03-09T08:30:00"));
  });

  test("skips the Spring Festival of 2026 and works on the swapped Saturday", () => {
    expect(isWorkingDay(china, "2026-02-14")).toBe(true);
    expect(isWorkingDay(china, "2026-02-16")).toBe(false);
    // From Friday evening: Saturday the 14th is worked, then nothing until Tuesday the 24th.
    expect(add("2026-02-13T17:00:00", 60 + 480 + 60)).toEqual(at("2026-02-24T09:00:00"));
  });

  test("skips a holiday over the year's end", () => {
    // 1 and 2 January 2026 are off, Sunday the 4th is worked for them.
    expect(add("2025-12-31T17:00:00", 120)).toEqual(at("2026-01-04T09:00:00"));
  });

  test("no minutes need no working time", () => {
    expect(add("2026-03-07T10:00:00", 0)).toEqual(at("2026-03-07T10:00:00"));
  });

  test("between two moments outside working time lies only what was worked", () => {
    expect(workingMinutesBetween(at("2026-03-06T20:00:00"), at("2026-03-09T07:00:00"), china)).toBe(0);
    expect(workingMinutesBetween(at("2026-03-06T12:10:00"), at("2026-03-09T09:00:00"), china)).toBe(300);
    expect(workingMinutesBetween(at("2026-03-09T09:00:00"), at("2026-03-06T12:10:00"), china)).toBe(-300);
  });

  test("counts over many years", () => {
    // 2000-01-03 is a Monday; 30 years hold 1,565 full weeks and the days that differ from 2024 on.
    const plain = { ...china, days: {} };
    const weeks = 1565;
    const end = new Date(at("2000-01-03T00:00:00").getTime() + weeks * 7 * 86_400_000);
    expect(workingMinutesBetween(at("2000-01-03T00:00:00"), end, plain)).toBe(weeks * 5 * 480);
  });

  test("a calendar without any working time is refused, not waited for", () => {
    expect(() => addWorkingMinutes(at("2026-03-03T08:00:00"), 1, { ...china, workingMinutes: [] })).toThrow();
  });

  test("days after the last published one are forecasts", () => {
    expect(isForecastDay(china, "2026-12-31")).toBe(false);
    expect(isForecastDay(china, "2027-01-01")).toBe(true);
  });

  test("the day is that of the city's clocks", () => {
    expect(localDay(china, new Date("2026-03-03T15:59:59Z"))).toBe("2026-03-03");
    expect(localDay(china, new Date("2026-03-03T16:00:00Z"))).toBe("2026-03-04");
  });
});

const always = (timeZone: string, workingMinutes: WorkingCalendar["workingMinutes"]): WorkingCalendar => ({
  version: 1,
  timeZone,
  workingMinutes,
  publishedThrough: "2030-12-31",
  days: Object.fromEntries(
    ["2026-03-28", "2026-03-29", "2026-10-24", "2026-10-25", "2011-12-31"].map((day) => [day, "working"]),
  ),
});

describe("working time where clocks change", () => {
  const berlin = always("Europe/Berlin", [{ start: 0, end: 8 * 60 }]);

  test("the night in which clocks skip an hour has an hour less to work", () => {
    const midnight = new Date("2026-03-28T23:00:00Z");
    expect(workingMinutesBetween(midnight, new Date("2026-03-29T12:00:00Z"), berlin)).toBe(420);
    expect(addWorkingMinutes(midnight, 420, berlin)).toEqual(new Date("2026-03-29T06:00:00Z"));
  });

  test("the night in which an hour comes twice has one more", () => {
    const midnight = new Date("2026-10-24T22:00:00Z");
    expect(workingMinutesBetween(midnight, new Date("2026-10-25T12:00:00Z"), berlin)).toBe(540);
  });

  test("a span inside the skipped hour has no time at all, one that begins in it begins with the jump", () => {
    const inside = always("Europe/Berlin", [{ start: 130, end: 170 }]);
    const across = always("Europe/Berlin", [{ start: 150, end: 240 }]);
    const [from, to] = [new Date("2026-03-28T23:00:00Z"), new Date("2026-03-29T12:00:00Z")];
    expect(workingMinutesBetween(from, to, inside)).toBe(0);
    expect(workingMinutesBetween(from, to, across)).toBe(60);
  });

  test("a whole day that a zone skipped is not worked", () => {
    // Samoa went from 29 to 31 December 2011.
    const apia = always("Pacific/Apia", [{ start: 480, end: 960 }]);
    const [from, to] = [new Date("2011-12-29T12:00:00Z"), new Date("2011-12-31T09:00:00Z")];
    expect(workingMinutesBetween(from, to, apia)).toBe(480 + 480);
  });
});

const zones = [
  "Asia/Shanghai",
  "Europe/Berlin",
  "America/New_York",
  "Australia/Lord_Howe",
  "Asia/Kathmandu",
  "America/Sao_Paulo",
];
const calendars = fc.record({
  version: fc.constant(1),
  timeZone: fc.constantFrom(...zones),
  workingMinutes: fc
    .uniqueArray(fc.integer({ min: 0, max: 1440 }), { minLength: 2, maxLength: 6 })
    .map((edges) => edges.toSorted((a, b) => a - b))
    .map((edges) =>
      Array.from({ length: Math.floor(edges.length / 2) }, (_, index) => ({
        start: edges[index * 2] ?? 0,
        end: edges[index * 2 + 1] ?? 0,
      })),
    ),
  days: fc.dictionary(
    fc
      .date({ min: new Date("2015-01-01"), max: new Date("2020-12-31"), noInvalidDate: true })
      .map((day) => day.toISOString().slice(0, 10)),
    fc.constantFrom("working" as const, "holiday" as const),
    { maxKeys: 40 },
  ),
  publishedThrough: fc.constant("2020-12-31"),
});
const moments = fc.date({
  min: new Date("2015-06-01T00:00:00Z"),
  max: new Date("2019-12-31T00:00:00Z"),
  noInvalidDate: true,
});
// Ten years hold at least this much, whatever the spans.
const minutes = fc.integer({ min: 0, max: 600 });

describe("working time, whatever the calendar", () => {
  test("between a moment and n minutes later lie n minutes", () => {
    fc.assert(
      fc.property(calendars, moments, minutes, (calendar, from, count) => {
        const end = addWorkingMinutes(from, count, calendar);
        expect(workingMinutesBetween(from, end, calendar)).toBeCloseTo(count, 6);
      }),
      { numRuns: 200 },
    );
  });

  test("more minutes never end earlier, a later start never either", () => {
    fc.assert(
      fc.property(
        calendars,
        moments,
        minutes,
        minutes,
        fc.nat(3 * 86_400_000),
        (calendar, from, a, b, ms) => {
          const [less, more] = a < b ? [a, b] : [b, a];
          const end = addWorkingMinutes(from, less, calendar).getTime();
          expect(addWorkingMinutes(from, more, calendar).getTime()).toBeGreaterThanOrEqual(end);
          const later = new Date(from.getTime() + ms);
          expect(addWorkingMinutes(later, less, calendar).getTime()).toBeGreaterThanOrEqual(end);
        },
      ),
      { numRuns: 200 },
    );
  });

  test("spans of time add up", () => {
    fc.assert(
      fc.property(calendars, moments, fc.nat(9e8), fc.nat(9e8), (calendar, from, ms, more) => {
        const middle = new Date(from.getTime() + ms);
        const end = new Date(middle.getTime() + more);
        const whole = workingMinutesBetween(from, end, calendar);
        const parts =
          workingMinutesBetween(from, middle, calendar) + workingMinutesBetween(middle, end, calendar);
        expect(parts).toBeCloseTo(whole, 6);
        expect(whole).toBeLessThanOrEqual((ms + more) / 60_000 + 1e-6);
      }),
      { numRuns: 200 },
    );
  });

  test("adding in two steps is adding at once", () => {
    fc.assert(
      fc.property(calendars, moments, minutes, minutes, (calendar, from, a, b) => {
        fc.pre(a > 0 && b > 0);
        const twice = addWorkingMinutes(addWorkingMinutes(from, a, calendar), b, calendar);
        expect(twice).toEqual(addWorkingMinutes(from, a + b, calendar));
      }),
      { numRuns: 200 },
    );
  });
});
