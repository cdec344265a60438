import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AreaLevel } from "./posts";
import { chooseResponsible, type ResponsibilityCase, type ResponsibilityRule } from "./responsibility";

const anything: ResponsibilityRule = {
  id: "r0",
  classId: null,
  majorCode: null,
  classKind: null,
  responsibleKind: null,
  areaId: "city",
  areaLevel: "city",
  placeId: null,
  ownerUnitId: null,
  unitId: "city-management",
  sectionId: null,
  personId: null,
  ruledInTicketId: null,
  validFrom: "2026-01-01",
  validTo: null,
};
const rule = (more: Partial<ResponsibilityRule>): ResponsibilityRule => ({ ...anything, ...more });

const heap: ResponsibilityCase = {
  classId: "rubbish",
  majorCode: "06",
  classKind: "event",
  responsibleKind: "sanitation",
  isDanger: false,
  areaIds: ["city", "district", "street", "community"],
  placeId: "market",
  ownerUnitId: "market-owner",
  day: "2026-07-01",
};
const unit = (rules: ResponsibilityRule[], of: ResponsibilityCase = heap) =>
  chooseResponsible(rules, of).decidedBy?.rule.unitId ?? null;

describe("who answers", () => {
  test("a rule for the owner or place comes before one for the class, and says so", () => {
    const rules = [
      rule({ id: "a", classId: "rubbish", areaId: "community", areaLevel: "community", unitId: "team" }),
      rule({ id: "b", placeId: "market", areaId: null, areaLevel: null, unitId: "market-office" }),
    ];
    expect(unit(rules)).toBe("market-office");
    expect(chooseResponsible(rules, heap).decidedBy?.because).toEqual([
      { kind: "place" },
      { kind: "any_class" },
    ]);
    expect(unit(rules, { ...heap, placeId: null })).toBe("team");
    const owned = rule({
      id: "c",
      ownerUnitId: "market-owner",
      areaId: null,
      areaLevel: null,
      unitId: "own",
    });
    expect(unit([...rules, owned])).toBe("own");
  });

  test("class before line of business before major before kind of class", () => {
    const ranked = [
      rule({ id: "1", classId: "rubbish", unitId: "by-class" }),
      rule({ id: "2", responsibleKind: "sanitation", unitId: "by-line" }),
      rule({ id: "3", majorCode: "06", unitId: "by-major" }),
      rule({ id: "4", classKind: "event", unitId: "by-kind" }),
      rule({ id: "5", unitId: "by-city" }),
    ];
    const { candidates } = chooseResponsible(ranked.toReversed(), heap);
    expect(candidates.map((candidate) => candidate.rule.id)).toEqual(["1", "2", "3", "4", "5"]);
  });

  test("the nearest area, then the newest rule, then the smaller id", () => {
    const levels: AreaLevel[] = ["city", "street", "community", "district"];
    const near = levels.map((level) => rule({ id: level, areaId: level, areaLevel: level, unitId: level }));
    expect(unit(near)).toBe("community");
    const dated = [
      rule({ id: "old", validFrom: "2026-01-01", unitId: "old" }),
      rule({ id: "new", validFrom: "2026-06-01", unitId: "new" }),
    ];
    expect(unit(dated)).toBe("new");
    expect(unit([rule({ id: "b", unitId: "b" }), rule({ id: "a", unitId: "a" })])).toBe("a");
  });

  test("a rule counts from its first day to the day before its last", () => {
    const dated = rule({ validFrom: "2026-07-01", validTo: "2026-08-01" });
    const on = (day: string) => unit([dated], { ...heap, day });
    expect(["2026-06-30", "2026-07-01", "2026-07-31", "2026-08-01"].map(on)).toEqual([
      null,
      "city-management",
      "city-management",
      null,
    ]);
  });

  test("rules of other classes, areas, places and owners stay silent", () => {
    const others = [
      rule({ classId: "noise" }),
      rule({ majorCode: "07" }),
      rule({ classKind: "component" }),
      rule({ responsibleKind: "water" }),
      rule({ areaId: "elsewhere", areaLevel: "street" }),
      rule({ placeId: "school" }),
      rule({ ownerUnitId: "power" }),
    ];
    expect(chooseResponsible(others, heap)).toEqual({ decidedBy: null, candidates: [], territoryActs: true });
  });

  test("no rule, or a danger: the territory acts first", () => {
    expect(chooseResponsible([], heap).territoryActs).toBe(true);
    expect(chooseResponsible([anything], heap).territoryActs).toBe(false);
    const danger = chooseResponsible([anything], { ...heap, isDanger: true });
    expect(danger.territoryActs).toBe(true);
    expect(danger.decidedBy?.rule).toBe(anything);
  });

  test("a ruling that became a rule names its ticket", () => {
    const ruling = rule({ classId: "rubbish", ruledInTicketId: "t1" });
    expect(chooseResponsible([ruling], heap).decidedBy?.because).toContainEqual({
      kind: "ruling",
      ticketId: "t1",
    });
  });
});

const maybe = (...values: string[]) => fc.option(fc.constantFrom(...values), { nil: null });
const days = fc
  .integer({ min: 0, max: 364 })
  .map((count) => new Date(Date.UTC(2026, 0, 1) + count * 86_400_000).toISOString().slice(0, 10));
const places = fc.constantFrom<[string | null, AreaLevel | null]>(
  [null, null],
  ["city", "city"],
  ["district", "district"],
  ["street", "street"],
  ["community", "community"],
  ["elsewhere", "community"],
);
const anyRules = fc
  .array(
    fc.record({
      classId: maybe("rubbish", "noise"),
      majorCode: maybe("06", "07"),
      classKind: fc.option(fc.constantFrom("event" as const, "component" as const), { nil: null }),
      responsibleKind: maybe("sanitation", "police"),
      area: places,
      placeId: maybe("market", "school"),
      ownerUnitId: maybe("market-owner", "power"),
      validFrom: days,
      validTo: fc.option(days, { nil: null }),
    }),
    { maxLength: 20 },
  )
  .map((rows) =>
    rows.map(({ area: [areaId, areaLevel], ...row }, index) =>
      rule({ ...row, areaId, areaLevel, id: `r${String(index).padStart(2, "0")}`, unitId: `u${index}` }),
    ),
  );
const cases = days.map((day) => ({ ...heap, day }));
/** What a rule pins down; the more, the more specific. */
const pins = (of: ResponsibilityRule) =>
  [
    of.classId && "class",
    of.majorCode && "major",
    of.classKind && "kind",
    of.responsibleKind && "line",
    of.placeId && "place",
    of.ownerUnitId && "owner",
    of.areaId && `area ${of.areaId}`,
  ].filter((pin) => pin !== null);

describe("who answers, whatever the rules", () => {
  test("the order of the rules never matters", () => {
    const shuffled = anyRules.chain((rules) =>
      fc.tuple(
        fc.constant(rules),
        fc.shuffledSubarray(rules, { minLength: rules.length, maxLength: rules.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, cases, ([rules, mixed], of) => {
        expect(chooseResponsible(mixed, of)).toEqual(chooseResponsible(rules, of));
      }),
      { numRuns: 300 },
    );
  });

  test("no rule decides on a day it is not in force, or for another case", () => {
    fc.assert(
      fc.property(anyRules, cases, (rules, of) => {
        for (const { rule: chosen } of chooseResponsible(rules, of).candidates) {
          expect(chosen.validFrom <= of.day).toBe(true);
          expect(chosen.validTo === null || of.day < chosen.validTo).toBe(true);
          expect([null, of.classId]).toContain(chosen.classId);
          expect([null, of.placeId]).toContain(chosen.placeId);
          expect([null, ...of.areaIds]).toContain(chosen.areaId);
        }
      }),
      { numRuns: 300 },
    );
  });

  test("a rule that says all that another says and more comes before it", () => {
    fc.assert(
      fc.property(anyRules, cases, (rules, of) => {
        const { candidates } = chooseResponsible(rules, of);
        for (const [index, { rule: first }] of candidates.entries()) {
          for (const { rule: later } of candidates.slice(index + 1)) {
            const [has, more] = [pins(first), pins(later)];
            const isNarrower = more.length > has.length && has.every((pin) => more.includes(pin));
            expect(isNarrower).toBe(false);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  test("the territory acts exactly when nothing fits or there is danger", () => {
    fc.assert(
      fc.property(anyRules, cases, fc.boolean(), (rules, of, isDanger) => {
        const choice = chooseResponsible(rules, { ...of, isDanger });
        expect(choice.territoryActs).toBe(choice.decidedBy === null || isDanger);
        expect(choice.decidedBy).toBe(choice.candidates[0] ?? null);
      }),
    );
  });
});
