import { expect, test } from "vitest";
import { findClasses, pinyinKeys } from "./find-classes";

function oneClass(code: string, name: string, nameEn: string, pinyin: string) {
  return { code, kind: "event" as const, name, nameEn, ...pinyinKeys(pinyin) };
}
const classes = [
  oneClass("06010", "暴露垃圾", "Exposed rubbish", "bao lu la ji"),
  oneClass("06011", "垃圾满溢", "Rubbish overflow", "la ji man yi"),
  oneClass("06012", "积存垃圾渣土", "Piled rubbish and spoil", "ji cun la ji zha tu"),
  oneClass("09006", "占道经营", "Trading in the street", "zhan dao jing ying"),
];
const found = (asked: string) => findClasses(asked, classes).map(({ name }) => name);

test.each([
  ["垃圾", ["垃圾满溢", "暴露垃圾", "积存垃圾渣土"]],
  ["zd", ["占道经营"]],
  ["zdjy", ["占道经营"]],
  ["lljz", []],
  ["ljzt", ["积存垃圾渣土"]],
  ["laji", ["垃圾满溢", "暴露垃圾", "积存垃圾渣土"]],
  ["jingying", ["占道经营"]],
  ["zhan dao", ["占道经营"]],
  ["Piled", ["积存垃圾渣土"]],
  ["RUBBISH", ["垃圾满溢", "暴露垃圾", "积存垃圾渣土"]],
  ["0900", ["占道经营"]],
  [" ", []],
  ["没有这一类", []],
])("%s finds %j", (asked, names) => {
  expect(found(asked)).toEqual(names);
});

test("pinyin is searched without its blanks, and by its initials", () => {
  expect(pinyinKeys("bao lu la ji")).toEqual({ pinyin: "baolulaji", initials: "bllj" });
  expect(pinyinKeys("")).toEqual({ pinyin: "", initials: "" });
});
