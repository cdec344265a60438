import { describe, expect, test } from "vitest";
import { catalogueClass, catalogueClasses, classKey, isPublicReportable } from "./classes";
import { publicGroups } from "./public-groups";
import { responsibleKinds } from "./responsible-kinds";

const standard = "GB/T 47678.5-2026";

describe("the class catalogue", () => {
  test("holds 153 components and 97 matters of the standard, and 21 local classes", () => {
    const own = catalogueClasses.filter(({ isExtension }) => !isExtension);
    expect(own.filter(({ kind }) => kind === "component")).toHaveLength(153);
    expect(own.filter(({ kind }) => kind === "event")).toHaveLength(97);
    expect(catalogueClasses).toHaveLength(271);
  });

  test("each class has a key of its own, and is found by it", () => {
    expect(new Set(catalogueClasses.map(classKey)).size).toBe(271);
    for (const entry of catalogueClasses) expect(catalogueClass(classKey(entry))).toBe(entry);
    expect(catalogueClass(`${standard}|event|99999`)).toBeNull();
  });

  test("a code lies in its own major", () => {
    for (const { code, major, isExtension } of catalogueClasses) {
      expect(code.slice(0, 2)).toBe(isExtension ? "10" : major.code);
    }
  });

  test("conditions of a class have keys of their own", () => {
    for (const { conditions } of catalogueClasses) {
      expect(new Set(conditions.map(({ key }) => key)).size).toBe(conditions.length);
    }
  });

  test("a limit counts as verified only where a city's table was seen", () => {
    for (const { conditions, limitSource } of catalogueClasses) {
      for (const { verified } of conditions) expect(verified).toBe(limitSource === "city-example");
    }
  });

  test("numbers dropped from the standard stay dropped", () => {
    for (const code of ["01016", "05001", "06031", "07005", "09007"]) {
      expect(catalogueClasses.some((entry) => entry.code === code)).toBe(false);
    }
  });

  test("dangers are marked, nuisances are not", () => {
    const danger = (kind: string, code: string, edition = standard) =>
      catalogueClass(`${edition}|${kind}|${code}`)?.isDanger;
    expect(danger("component", "01001")).toBe(true);
    expect(danger("event", "10002")).toBe(true);
    expect(danger("event", "10994", "local")).toBe(true);
    expect(danger("event", "10997", "local")).toBe(true);
    expect(danger("event", "06007")).toBe(false);
    expect(danger("event", "09006")).toBe(false);
  });

  test("no danger may be settled by a grid worker alone", () => {
    expect(catalogueClasses.filter(({ isDanger, isSelfHandleable }) => isDanger && isSelfHandleable)).toEqual(
      [],
    );
  });

  test("every group of the public form and every responsible kind is used", () => {
    const groups = new Set(catalogueClasses.map(({ publicGroup }) => publicGroup));
    for (const group of publicGroups) expect(groups).toContain(group);
    const kinds = new Set(catalogueClasses.map(({ responsibleKind }) => responsibleKind));
    expect([...kinds].sort()).toEqual([...responsibleKinds].sort());
    expect(responsibleKinds).toHaveLength(26);
    expect(catalogueClasses.filter(isPublicReportable).length).toBeGreaterThan(250);
  });
});
