import { describe, expect, test } from "vitest";
import { classKey, readCatalogue } from "./classes";
import { publicGroups } from "./public-groups";
import { responsibleKinds } from "./responsible-kinds";
import { startingClass, startingClasses } from "./starting-classes";

const standard = "GB/T 47678.5-2026";

describe("the class catalogue", () => {
  test("holds 153 components and 97 matters of the standard, and 21 local classes", () => {
    const own = startingClasses.filter(({ isExtension }) => !isExtension);
    expect(own.filter(({ kind }) => kind === "component")).toHaveLength(153);
    expect(own.filter(({ kind }) => kind === "event")).toHaveLength(97);
    expect(startingClasses).toHaveLength(271);
    for (const entry of startingClasses)
      expect(entry.standard).toBe(entry.isExtension ? "local" : "GB/T 47678.5-2026");
  });

  test("each class has a key of its own, and is found by it", () => {
    expect(new Set(startingClasses.map(classKey)).size).toBe(271);
    for (const entry of startingClasses) expect(startingClass(classKey(entry))).toBe(entry);
    expect(startingClass(`${standard}|event|99999`)).toBeNull();
  });

  test("a class or a condition that stands twice is refused", () => {
    const [first] = startingClasses;
    if (!first) throw new Error("the catalogue is empty");
    expect(() => readCatalogue([first, first])).toThrow("stands twice");
    const [condition] = first.conditions;
    expect(() => readCatalogue([{ ...first, conditions: [condition, condition] }])).toThrow(
      "a condition twice",
    );
    expect(() => readCatalogue([{ ...first, urgency: "soon" }])).toThrow();
  });

  test("a code of the standard lies in its own major, a local one in 10", () => {
    for (const { code, major, isExtension } of startingClasses)
      expect(code.slice(0, 2)).toBe(isExtension ? "10" : major.code);
  });

  test("a limit counts as verified only where a city's table was seen", () => {
    for (const { conditions, limitSource } of startingClasses)
      for (const { verified } of conditions) expect(verified).toBe(limitSource === "city-example");
  });

  test("numbers dropped from the standard stay dropped", () => {
    for (const code of ["01016", "05001", "06031", "07005", "09007"])
      expect(startingClasses.some((entry) => entry.code === code)).toBe(false);
  });

  test("dangers are marked, nuisances are not", () => {
    const danger = (kind: string, code: string, edition = standard) =>
      startingClass(`${edition}|${kind}|${code}`)?.isDanger;
    expect(danger("component", "01001")).toBe(true);
    expect(danger("event", "10002")).toBe(true);
    expect(danger("event", "10994", "local")).toBe(true);
    expect(danger("event", "10997", "local")).toBe(true);
    expect(danger("event", "06007")).toBe(false);
    expect(danger("event", "09006")).toBe(false);
  });

  test("every missing manhole cover is a danger with a limit in emergency hours", () => {
    const covers = startingClasses.filter(({ name }) => name.endsWith("井盖"));
    expect(covers).toHaveLength(20);
    for (const { isDanger, conditions } of covers) {
      expect(isDanger).toBe(true);
      expect(conditions.find(({ key }) => key === "hazard")?.limit).toEqual({
        value: 2,
        unit: "emergency-hour",
      });
    }
  });

  test("no danger may be settled by a grid worker alone", () => {
    expect(startingClasses.filter((entry) => entry.isDanger && entry.isSelfHandleable)).toEqual([]);
  });

  test("every public group and every responsible kind is used, and nearly all may be reported", () => {
    const groups = new Set(startingClasses.map(({ publicGroup }) => publicGroup));
    for (const group of publicGroups) expect(groups).toContain(group);
    const kinds = new Set(startingClasses.map(({ responsibleKind }) => responsibleKind));
    expect([...kinds].sort()).toEqual(Object.keys(responsibleKinds).sort());
    expect(kinds.size).toBe(26);
    expect(startingClasses.filter(({ isPublicReportable }) => isPublicReportable).length).toBe(260);
  });
});
