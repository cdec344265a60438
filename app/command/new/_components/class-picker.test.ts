import { expect, test } from "vitest";
import type { ClassChoice } from "@/lib/features/desk/list-class-choices";
import { searchClasses } from "./class-picker";

const choice = (
  code: string,
  name: string,
  nameEn: string,
  pinyin: string,
  initials: string,
): ClassChoice => ({
  id: code,
  kind: "event",
  code,
  name,
  nameEn,
  majorName: "市容环境",
  majorNameEn: "City appearance",
  isDanger: false,
  pinyin,
  initials,
});
const classes = [
  choice("06010", "暴露垃圾", "Exposed rubbish", "baolulaji", "bllj"),
  choice("06011", "垃圾满溢", "Rubbish overflow", "lajimanyi", "ljmy"),
  choice("09006", "占道经营", "Trading on the road", "zhandaojingying", "zdjy"),
];
const codes = (typed: string) => searchClasses(typed, classes).map(({ code }) => code);

test("a class is found by its words, pinyin, initials, English and code; what begins so comes first", () => {
  expect(codes("垃圾")).toEqual(["06011", "06010"]);
  expect(codes("zdjy")).toEqual(["09006"]);
  expect(codes("laji")).toEqual(["06011", "06010"]);
  expect(codes("RUBBISH")).toEqual(["06011", "06010"]);
  expect(codes("0601")).toEqual(["06010", "06011"]);
  expect(codes(" ")).toEqual([]);
  expect(codes("没有")).toEqual([]);
});
