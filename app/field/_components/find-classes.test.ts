import { expect, test } from "vitest";
import type { ReportClass } from "@/lib/features/field/list-report-classes";
import { findClasses } from "./find-classes";

function oneClass(name: string, nameEn: string, pinyin: string, initials: string): ReportClass {
  return {
    id: name,
    code: "1",
    kind: "event",
    name,
    nameEn,
    group: "other",
    isDanger: false,
    isSelfHandleable: false,
    pinyin,
    initials,
  };
}
const classes = [
  oneClass("暴露垃圾", "Exposed rubbish", "baolulaji", "blll"),
  oneClass("积存垃圾渣土", "Piled rubbish and spoil", "jicunlajizhatu", "jcljzt"),
  oneClass("占道经营", "Trading in the street", "zhandaojingying", "zdjy"),
];
const found = (asked: string) => findClasses(asked, classes).map(({ name }) => name);

test.each([
  ["垃圾", ["暴露垃圾", "积存垃圾渣土"]],
  ["zd", ["占道经营"]],
  ["zdjy", ["占道经营"]],
  ["lj", ["积存垃圾渣土"]],
  ["jingying", ["占道经营"]],
  ["zhan dao", ["占道经营"]],
  ["Piled", ["积存垃圾渣土"]],
  ["rubbish", ["暴露垃圾", "积存垃圾渣土"]],
  ["", []],
  ["没有这一类", []],
])("%s finds %j", (asked, names) => {
  expect(found(asked)).toEqual(names);
});
