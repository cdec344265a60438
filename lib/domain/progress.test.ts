import { describe, expect, test } from "vitest";
import { type ProgressArea, type ProgressCell, progressPath, progressRows, sumFigures } from "./progress";

const area = (
  code: string,
  level: ProgressArea["level"],
  parentCode: string | null,
  name: string,
): ProgressArea => ({
  code,
  level,
  parentCode,
  name,
  nameEn: `${name} en`,
  pinyinKey: `pinyin ${code}`,
});
const areas = [
  area("1", "city", null, "市"),
  area("11", "district", "1", "区"),
  area("111", "street", "11", "甲街道"),
  area("112", "street", "11", "乙街道"),
  area("1111", "community", "111", "东社区"),
  area("1112", "community", "111", "西社区"),
  area("1121", "community", "112", "南社区"),
];
const cell = (code: string, open: number, solved: number, overdue = 0): ProgressCell => ({
  key: Number(code.replace(/\D/g, "")),
  code,
  name: `${code}网格`,
  nameEn: code,
  communityCode: code.slice(0, 4),
  lng: 0,
  lat: 0,
  open,
  overdue,
  solved,
  total: open + solved,
  ended: 1,
  recent: 2,
});
const cells = [cell("1111W1", 2, 8, 1), cell("1111W2", 0, 0), cell("1112W1", 5, 5), cell("1121W1", 1, 0, 1)];
const byName = { sort: "name", isDescending: false } as const;
const told = (rows: ReturnType<typeof progressRows>) =>
  rows.map(({ kind, code, open }) => `${kind} ${code} ${open}`);

describe("the list beside the map", () => {
  test("by name: each street with its sum, then its communities", () => {
    expect(told(progressRows(areas, cells, byName))).toEqual([
      "street 111 7",
      "community 1111 2",
      "community 1112 5",
      "street 112 1",
      "community 1121 1",
    ]);
  });

  test("a street shows its own communities, a community its cells", () => {
    expect(told(progressRows(areas, cells, { ...byName, area: "112" }))).toEqual([
      "street 112 1",
      "community 1121 1",
    ]);
    expect(told(progressRows(areas, cells, { ...byName, area: "1111" }))).toEqual([
      "cell 1111W1 2",
      "cell 1111W2 0",
    ]);
  });

  test("an unknown area is the whole city", () => {
    expect(progressRows(areas, cells, { ...byName, area: "nowhere" })).toHaveLength(5);
  });

  test("by a figure: one flat list, and what has no share comes last both ways", () => {
    expect(told(progressRows(areas, cells, { sort: "open", isDescending: true }))).toEqual([
      "community 1112 5",
      "community 1111 2",
      "community 1121 1",
    ]);
    for (const isDescending of [true, false]) {
      const rows = progressRows(areas, cells, { area: "1111", sort: "solved", isDescending });
      expect(rows.at(-1)?.code).toBe("1111W2");
    }
  });

  test("a search finds communities and cells, by name, code and pinyin", () => {
    const find = (q: string) => progressRows(areas, cells, { ...byName, q }).map(({ code }) => code);
    expect(find("南社区")).toEqual(["1121"]);
    expect(find(" w2 ")).toEqual(["1111W2"]);
    expect(find("PINYIN 1112")).toEqual(["1112"]);
    expect(find("没有")).toEqual([]);
    // Pinyin is typed without blanks, or by its initials.
    const east = areas.map((one) => (one.code === "1111" ? { ...one, pinyinKey: "dong she qu" } : one));
    const spelled = (q: string) => progressRows(east, cells, { ...byName, q }).map(({ code }) => code);
    expect(["dong she", "dongshe", "dsq", "DongSheQu"].map(spelled)).toEqual([
      ["1111"],
      ["1111"],
      ["1111"],
      ["1111"],
    ]);
  });

  test("no ticket is lost or doubled on the way up", () => {
    const whole = sumFigures(cells);
    const communities = progressRows(areas, cells, { sort: "open", isDescending: false });
    expect(sumFigures(communities)).toEqual(whole);
    expect(whole).toEqual({ open: 8, overdue: 2, solved: 13, total: 21, ended: 4, recent: 8 });
  });
});

test("the path leads from the district down to the area", () => {
  expect(progressPath(areas, "1112").map(({ code }) => code)).toEqual(["11", "111", "1112"]);
  expect(progressPath(areas, "1")).toEqual([]);
  expect(progressPath(areas, undefined)).toEqual([]);
});
