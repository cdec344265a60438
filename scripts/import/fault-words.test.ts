import { createTranslator } from "next-intl";
import { expect, test } from "vitest";
import { importFaultCodes } from "@/lib/domain/city-import";
import { locales } from "@/lib/i18n/locales";
import { messages } from "@/lib/i18n/messages";
import { faultLine, faultText, faultWords } from "./fault-words";
import { FaultList, ImportFault } from "./import-fault";

const factsIn = (words: string) => [...words.matchAll(/\{(\w+)\}/g)].map(([, fact = ""]) => fact);

test.each(importFaultCodes)(
  "%s has its English line and its sentence on the page in every language",
  (code) => {
    const names = factsIn(faultWords[code]);
    const facts = Object.fromEntries(names.map((name) => [name, 7]));
    const line = faultText({ at: "roads.geojson: feature 1", code, facts });
    expect(line).toMatch(/^roads\.geojson: feature 1: \S/);
    expect(line).not.toMatch(/[{}]/);
    for (const locale of locales) {
      const t = createTranslator({
        ...{ locale, messages: messages[locale], namespace: "cityImport" as const },
        // A fact that the page's sentence asks for and the code does not carry.
        onError: (error) => {
          throw error;
        },
      });
      const said = t(`fault.${code}`, facts);
      expect(said.trim()).not.toBe("");
      // The page has no options to give, only fields to fill in.
      expect(said).not.toMatch(/--|osmium|[{}]/);
    }
  },
);

test("no language says what no code means", () => {
  for (const locale of locales)
    expect(Object.keys(messages[locale].cityImport.fault).sort()).toEqual([...importFaultCodes].sort());
});

test("a terminal is told place and sentence; a fault of no place in particular is a sentence alone", () => {
  const faults = [
    faultLine("areas.geojson: feature 5: properties.code", "area_code_twice", { code: "9901", feature: 4 }),
    faultLine("", "communities_overlap", { name: "东社区", code: "110101001001" }),
  ];
  expect(new ImportFault(faults).message).toBe(
    "areas.geojson: feature 5: properties.code: 9901 is feature 4's already\n" +
      "geometry of 东社区 (110101001001): lies partly over another community",
  );
  expect(ImportFault.at("--county-code", "county_code", { given: "3101{x}" }).message).toBe(
    '--county-code: must be 6 digits that do not end in 00 (those are a city\'s), not "3101{x}"',
  );
});

test("of very many faults the first twenty are listed and the others counted", () => {
  const list = new FaultList();
  list.throwIfAny();
  for (let index = 1; index <= 25; index += 1) list.add(`feature ${index}`, "not_a_feature");
  expect(() => list.throwIfAny()).toThrow(/feature 20: must be a Feature\n… and 5 more$/);
});
