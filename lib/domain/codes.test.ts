import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { areaCodePath, areaLevelOf, isAreaCode, parentAreaCode } from "./area-code";
import { formatComponentId, formatMatterCode, parseComponentId, parseMatterCode } from "./component-id";
import {
  communityGridCode,
  isCommunityGridCode,
  isUnitGridCode,
  parseCommunityGridCode,
  parseUnitGridCode,
  unitGridCode,
  unitGridCodeFromLegacy,
} from "./grid-code";
import { formatTicketNumber, parseTicketNumber } from "./ticket-number";
import {
  formatTrackingCode,
  maskTrackingCode,
  newTrackingCode,
  normaliseTrackingCode,
} from "./tracking-code";

const community = fc
  .tuple(
    fc.integer({ min: 1000, max: 9999 }),
    fc.integer({ min: 1, max: 99 }),
    fc.integer({ min: 1, max: 999 }),
    fc.integer({ min: 1, max: 999 }),
  )
  .map(
    ([city, district, street, last]) =>
      `${city}${String(district).padStart(2, "0")}${String(street).padStart(3, "0")}${String(last).padStart(3, "0")}`,
  );

describe("area codes", () => {
  test("show their level", () => {
    expect(["990100", "990101", "990101001", "990101001001"].map(areaLevelOf)).toEqual([
      "city",
      "district",
      "street",
      "community",
    ]);
    expect(isAreaCode("990101", "city")).toBe(false);
  });

  test("what is none is told so", () => {
    for (const code of ["", "99010", "9901010", "990101000", "990101001000", "0901010010011", "09010a"])
      expect(areaLevelOf(code)).toBeNull();
    expect(parentAreaCode("990100")).toBeNull();
    expect(areaCodePath("nonsense")).toEqual([]);
  });

  test("every community lies in a street, a district and a city", () => {
    fc.assert(
      fc.property(community, (code) => {
        expect(areaCodePath(code).map(areaLevelOf)).toEqual(["community", "street", "district", "city"]);
      }),
    );
  });
});

describe("grid codes", () => {
  test("a unit grid's code gives its community and sequence back", () => {
    fc.assert(
      fc.property(community, fc.integer({ min: 1, max: 999 }), (communityCode, sequence) => {
        const code = unitGridCode(communityCode, sequence);
        expect(code).toHaveLength(15);
        expect(isUnitGridCode(code)).toBe(true);
        expect(parseUnitGridCode(code)).toEqual({ communityCode, sequence });
      }),
    );
  });

  test("a community grid's code gives its community and sequence back, in one spelling", () => {
    fc.assert(
      fc.property(community, fc.integer({ min: 1, max: 999 }), (communityCode, sequence) => {
        const code = communityGridCode(communityCode, sequence);
        expect(parseCommunityGridCode(code)).toEqual({ communityCode, sequence });
        expect(isUnitGridCode(code) && parseUnitGridCode(code) !== null).toBe(false);
      }),
    );
    expect(communityGridCode("990101001001", 1)).toBe("990101001001W01");
    expect(communityGridCode("990101001001", 120)).toBe("990101001001W120");
    expect(isCommunityGridCode("990101001001W001")).toBe(false);
    expect(isCommunityGridCode("990101001001W00")).toBe(false);
    expect(isCommunityGridCode("990101001001X01")).toBe(false);
  });

  test("letters are allowed in a unit grid's code, small ones are not", () => {
    expect(isUnitGridCode("99010100100100A")).toBe(true);
    expect(isUnitGridCode("99010100100100a")).toBe(false);
    expect(parseUnitGridCode("99010100100100A")).toBeNull();
    expect(parseUnitGridCode("990101001001000")).toBeNull();
  });

  test("a legacy code of 14 digits becomes one of 15, and keeps its sequence", () => {
    expect(unitGridCodeFromLegacy("99010100100107")).toBe("990101001001007");
    expect(unitGridCodeFromLegacy("990101001001007")).toBeNull();
    expect(unitGridCodeFromLegacy("9901010010010A")).toBeNull();
  });

  test("a sequence out of range, or a place that is no community, is refused", () => {
    for (const sequence of [0, 1000, -1, 1.5, Number.NaN])
      expect(() => unitGridCode("990101001001", sequence)).toThrow();
    expect(() => communityGridCode("990101001", 1)).toThrow();
  });
});

describe("component ids and matter codes", () => {
  test("a component's id has 17 digits and can be taken apart", () => {
    const id = formatComponentId({ countyCode: "990101", classCode: "01037", sequence: 42 });
    expect(id).toBe("99010101037000042");
    expect(parseComponentId(id)).toEqual({ countyCode: "990101", classCode: "01037", sequence: 42 });
    expect(parseComponentId("99010101037000000")).toBeNull();
    expect(parseComponentId("9901010103700042")).toBeNull();
    expect(() => formatComponentId({ countyCode: "990101", classCode: "1037", sequence: 42 })).toThrow();
  });

  test("a matter's code has 11 digits", () => {
    expect(formatMatterCode("990101", "06010")).toBe("99010106010");
    expect(parseMatterCode("99010106010")).toEqual({ countyCode: "990101", classCode: "06010" });
    expect(parseMatterCode("990101060100")).toBeNull();
    expect(() => formatMatterCode("99", "06010")).toThrow();
  });
});

describe("ticket numbers", () => {
  test("are read back whatever their serial", () => {
    const day = fc
      .date({ min: new Date("2000-01-01"), max: new Date("2099-12-31"), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10));
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 99_999_999 }), (on, serial) => {
        const number = formatTicketNumber(on, serial);
        expect(parseTicketNumber(number)).toEqual({ number, day: on, serial });
      }),
    );
  });

  test("are read as people type them, and nothing else is one", () => {
    expect(parseTicketNumber(" 20261124-00017 ")?.number).toBe("2026112400017");
    expect(parseTicketNumber("２０２６１１２４００１２３")?.number).toBe("2026112400123");
    for (const text of [
      "",
      "2026112400000",
      "2026023000001",
      "2026132400001",
      "20261124001",
      "20261124000017",
    ])
      expect(parseTicketNumber(text)).toBeNull();
  });
});

describe("tracking codes", () => {
  const bytes = fc.uint8Array({ minLength: 9, maxLength: 9 });

  test("are read back as they were shown, in small letters, with the usual slips", () => {
    fc.assert(
      fc.property(bytes, (random) => {
        const code = newTrackingCode(random);
        const shown = formatTrackingCode(code);
        expect(shown).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{5}$/);
        expect(shown).not.toMatch(/[ILOU]/);
        expect(normaliseTrackingCode(shown)).toBe(code);
        const slipped = ` ${shown.toLowerCase().replaceAll("1", "l").replaceAll("0", "o")} `;
        expect(normaliseTrackingCode(slipped)).toBe(code);
      }),
    );
  });

  test("masked they are other codes, and twice masked the same again", () => {
    const mask = fc.uint8Array({ minLength: 13, maxLength: 32 });
    fc.assert(
      fc.property(bytes, mask, (random, secret) => {
        const code = newTrackingCode(random);
        const masked = maskTrackingCode(code, secret);
        expect(maskTrackingCode(masked, secret)).toBe(code);
        expect(normaliseTrackingCode(masked)).toBe(masked);
        // Every letter moves unless its five bits of the mask are all zero.
        for (let at = 0; at < code.length; at += 1)
          expect(masked[at] === code[at]).toBe(((secret[at] ?? 0) & 31) === 0);
      }),
    );
    expect(() => maskTrackingCode("0000000000000", new Uint8Array(12))).toThrow();
  });

  test("hold 65 bits: each of them changes the code", () => {
    const zero = new Uint8Array(9);
    const codes = new Set([newTrackingCode(zero)]);
    for (let bit = 0; bit < 65; bit++) {
      const one = new Uint8Array(9);
      one[8 - Math.floor(bit / 8)] = 1 << (bit % 8);
      codes.add(newTrackingCode(one));
    }
    expect(codes.size).toBe(66);
  });

  test("too little randomness is refused, and what cannot be a code is none", () => {
    expect(() => newTrackingCode(new Uint8Array(8))).toThrow();
    for (const text of ["", "ABCD", "ABCD-EFGH-JKMNU", "ABCD-EFGH-JKMNPP", "中文中文中文中文中文中文中"])
      expect(normaliseTrackingCode(text)).toBeNull();
  });
});
