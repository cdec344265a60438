import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { WorkingCalendar } from "./calendar";
import { readStartingCalendar } from "./catalogue/starting-calendar";
import { readClock } from "./clock-reading";
import { type ClockFact, dueAt, type Limit, limitUnits, recomputeClock } from "./deadline";
import { explainDeadline } from "./explain-deadline";

const { days, ...starting } = readStartingCalendar();
const china: WorkingCalendar = {
  version: 1,
  ...starting,
  days: Object.fromEntries(days.map(({ day, kind }) => [day, kind])),
};
const calendarOf = () => china;
const at = (local: string) => new Date(`${local}+08:00`);
const iso = (local: string) => at(local).toISOString();
const due = (local: string, value: number, unit: Limit["unit"]) => dueAt(at(local), { value, unit }, china);
const started = (local: string, value: number, unit: Limit["unit"], version = 1): ClockFact => ({
  kind: "started",
  at: iso(local),
  limit: { value, unit },
  calendarVersion: version,
});

describe("limits", () => {
  test("minutes and emergency time run through nights and holidays", () => {
    expect(due("2026-02-16T23:50:00", 15, "minute")).toEqual(at("2026-02-17T00:05:00"));
    expect(due("2026-02-16T23:00:00", 2, "emergency-hour")).toEqual(at("2026-02-17T01:00:00"));
    expect(due("2026-02-16T23:00:00", 2, "emergency-day")).toEqual(at("2026-02-18T23:00:00"));
  });

  test("working hours and days follow the calendar", () => {
    expect(due("2026-03-06T16:00:00", 4, "working-hour")).toEqual(at("2026-03-09T10:00:00"));
    expect(due("2026-03-06T16:00:00", 1, "working-day")).toEqual(at("2026-03-09T16:00:00"));
    expect(due("2026-03-06T20:00:00", 1, "working-day")).toEqual(at("2026-03-09T18:00:00"));
  });

  test("a working day is the city's own working hours", () => {
    const short = { ...china, workingMinutes: [{ start: 9 * 60, end: 15 * 60 }] };
    const end = dueAt(at("2026-03-03T09:00:00"), { value: 2, unit: "working-day" }, short);
    expect(end).toEqual(at("2026-03-04T15:00:00"));
  });
});

describe("a clock", () => {
  const start = started("2026-03-03T09:00:00", 1, "working-day");

  test("stands still while paused, and keeps what was left", () => {
    const facts: ClockFact[] = [
      start,
      { kind: "paused", at: iso("2026-03-03T15:00:00") },
      { kind: "resumed", at: iso("2026-03-10T08:00:00") },
    ];
    // Four hours used before the pause, four left.
    expect(recomputeClock(facts, calendarOf).dueAt).toEqual(at("2026-03-10T12:00:00"));
    expect(recomputeClock(facts.slice(0, 2), calendarOf).pausedAt).toEqual(at("2026-03-03T15:00:00"));
  });

  test("is extended from its old deadline, not from the day of the grant", () => {
    const limit: Limit = { value: 2, unit: "working-day" };
    const extended: ClockFact = {
      kind: "extended",
      at: iso("2026-03-03T10:00:00"),
      limit,
      calendarVersion: 1,
    };
    expect(recomputeClock([start, extended], calendarOf).dueAt).toEqual(at("2026-03-06T09:00:00"));
  });

  test("runs on after rework with the deadline it had", () => {
    const facts: ClockFact[] = [
      start,
      { kind: "stopped", at: iso("2026-03-03T16:00:00") },
      { kind: "reopened", at: iso("2026-03-03T17:00:00") },
    ];
    const state = recomputeClock(facts, calendarOf);
    expect(state).toEqual({ dueAt: at("2026-03-04T09:00:00"), pausedAt: null, stoppedAt: null });
  });

  test("that ran out before its pause stays late", () => {
    const facts: ClockFact[] = [
      start,
      { kind: "paused", at: iso("2026-03-05T09:00:00") },
      { kind: "resumed", at: iso("2026-04-05T09:00:00") },
    ];
    expect(recomputeClock(facts, calendarOf).dueAt).toEqual(at("2026-03-04T09:00:00"));
    // One working day late before the pause, none in it.
    expect(readClock(facts, calendarOf, at("2026-04-05T09:00:00")).overdueMinutes).toBe(480);
  });

  test("does not begin without its start, and starts once", () => {
    expect(() => recomputeClock([], calendarOf)).toThrow();
    expect(() => recomputeClock([start, start], calendarOf)).toThrow();
  });

  test("keeps the calendar it was started with when a new edition appears", () => {
    const off = { ...china, version: 2, days: { ...china.days, "2026-03-04": "holiday" as const } };
    const byVersion = (version: number) => (version === 2 ? off : china);
    expect(recomputeClock([start], byVersion).dueAt).toEqual(at("2026-03-04T09:00:00"));
    const anew = started("2026-03-03T09:00:00", 1, "working-day", 2);
    expect(recomputeClock([anew], byVersion).dueAt).toEqual(at("2026-03-05T09:00:00"));
  });
});

describe("reading a clock", () => {
  const facts: ClockFact[] = [
    started("2026-03-03T09:00:00", 1, "working-day"),
    { kind: "paused", at: iso("2026-03-03T15:00:00") },
    { kind: "resumed", at: iso("2026-03-10T08:00:00") },
  ];

  test("running, paused, late and stopped", () => {
    const read = (local: string, more: ClockFact[] = []) =>
      readClock([...facts, ...more], calendarOf, at(local));
    const running = { state: "running", elapsedMinutes: 60, remainingMinutes: 420, overdueMinutes: 0 };
    expect(read("2026-03-03T10:00:00")).toMatchObject(running);
    const paused = { state: "paused", elapsedMinutes: 240, remainingMinutes: 240, overdueMinutes: 0 };
    expect(read("2026-03-06T10:00:00")).toMatchObject(paused);
    const late = { state: "running", elapsedMinutes: 540, remainingMinutes: 0, overdueMinutes: 60 };
    expect(read("2026-03-10T15:00:00")).toMatchObject(late);
    const stop: ClockFact = { kind: "stopped", at: iso("2026-03-10T10:00:00") };
    const stopped = { state: "stopped", elapsedMinutes: 360, remainingMinutes: 120, overdueMinutes: 0 };
    expect(read("2026-03-20T15:00:00", [stop])).toMatchObject(stopped);
  });
});

describe("why this time", () => {
  test("names the holidays and weekends that were skipped and the Saturday that was worked", () => {
    const why = explainDeadline([started("2026-02-13T19:00:00", 2, "working-day")], calendarOf);
    expect(why.dueAt).toEqual(at("2026-02-24T18:00:00"));
    expect(why.startedOutsideWorkingTime).toBe(true);
    expect(why.swappedWorkdays).toEqual(["2026-02-14"]);
    expect(why.skippedDays.map(({ day }) => day)).toEqual([
      ...["2026-02-15", "2026-02-16", "2026-02-17", "2026-02-18", "2026-02-19", "2026-02-20"],
      ...["2026-02-21", "2026-02-22", "2026-02-23"],
    ]);
    expect(why.skippedDays.find(({ day }) => day === "2026-02-17")?.because).toBe("holiday");
    expect(why.skippedDays.find(({ day }) => day === "2026-02-22")?.because).toBe("weekend");
    expect(why.isForecast).toBe(false);
  });

  test("an emergency limit skips nothing", () => {
    const why = explainDeadline([started("2026-02-16T23:00:00", 2, "emergency-hour")], calendarOf);
    expect(why).toMatchObject({ isWorkingTime: false, skippedDays: [], startedOutsideWorkingTime: false });
  });

  test("names pauses, extensions, and a deadline among unpublished holidays", () => {
    const limit: Limit = { value: 3, unit: "working-day" };
    const facts: ClockFact[] = [
      started("2026-12-30T09:00:00", 1, "working-day"),
      { kind: "paused", at: iso("2026-12-30T10:00:00") },
      { kind: "resumed", at: iso("2026-12-30T11:00:00") },
      { kind: "extended", at: iso("2026-12-30T12:00:00"), limit, calendarVersion: 1 },
    ];
    const why = explainDeadline(facts, calendarOf);
    expect(why.pauses).toEqual([{ from: iso("2026-12-30T10:00:00"), to: iso("2026-12-30T11:00:00") }]);
    expect(why.extensions).toEqual([limit]);
    expect(why.isForecast).toBe(true);
  });
});

const limits = fc.record({ value: fc.integer({ min: 1, max: 20 }), unit: fc.constantFrom(...limitUnits) });
const moments = fc.date({
  min: new Date("2024-01-01"),
  max: new Date("2026-06-30"),
  noInvalidDate: true,
});
const gaps = fc.array(fc.nat(6 * 86_400_000), { maxLength: 6 });

describe("clocks, whatever happens to them", () => {
  const facts = fc.record({ begin: moments, limit: limits, gaps }).map(({ begin, limit, gaps: steps }) => {
    const made: ClockFact[] = [{ kind: "started", at: begin.toISOString(), limit, calendarVersion: 1 }];
    let moment = begin.getTime();
    for (const [index, step] of steps.entries()) {
      moment += step;
      made.push({ kind: index % 2 === 0 ? "paused" : "resumed", at: new Date(moment).toISOString() });
    }
    return { made, limit, end: moment };
  });

  test("what is used and what is left make the limit; what is late is what is over it", () => {
    fc.assert(
      fc.property(facts, fc.nat(20 * 86_400_000), ({ made, limit, end }, later) => {
        const reading = readClock(made, calendarOf, new Date(end + later));
        const limitMinutes = {
          minute: 1,
          "emergency-hour": 60,
          "emergency-day": 1440,
          "working-hour": 60,
          "working-day": 480,
        }[limit.unit];
        const whole = reading.elapsedMinutes + reading.remainingMinutes - reading.overdueMinutes;
        expect(whole).toBeCloseTo(limit.value * limitMinutes, 5);
        expect(reading.elapsedMinutes).toBeGreaterThanOrEqual(0);
        expect(reading.overdueMinutes).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 300 },
    );
  });

  test("a pause never brings a deadline forward, and a longer one never either", () => {
    fc.assert(
      fc.property(moments, limits, fc.nat(1e8), fc.nat(1e9), fc.nat(1e9), (begin, limit, wait, a, b) => {
        const [short, long] = a < b ? [a, b] : [b, a];
        const paused = new Date(begin.getTime() + wait);
        const first: ClockFact = {
          kind: "started",
          at: begin.toISOString(),
          limit,
          calendarVersion: 1,
        };
        const end = (pause: number) =>
          recomputeClock(
            [
              first,
              { kind: "paused", at: paused.toISOString() },
              { kind: "resumed", at: new Date(paused.getTime() + pause).toISOString() },
            ],
            calendarOf,
          ).dueAt.getTime();
        const plain = recomputeClock([first], calendarOf).dueAt.getTime();
        expect(end(short)).toBeGreaterThanOrEqual(plain);
        expect(end(long)).toBeGreaterThanOrEqual(end(short));
      }),
      { numRuns: 300 },
    );
  });
});
