import { expect, test } from "vitest";
import { publicGroups } from "./public-groups";
import { likelyClasses, type ReportableClass, toPublicGroup } from "./report-class";
import { startingClasses } from "./starting-classes";

const classes: ReportableClass[] = startingClasses.flatMap(({ kind, code, name, nameEn, ...rest }) =>
  rest.isPublicReportable
    ? [{ id: `${kind}|${code}`, kind, code, name, nameEn, group: toPublicGroup(rest.publicGroup) ?? "other" }]
    : [],
);
const best = (text: string, group: Parameters<typeof likelyClasses>[1]) =>
  likelyClasses(text, group, classes)[0]?.id;

test("the words alone find class and group", () => {
  expect(best("小区门口有一大堆垃圾，好几天没人清理", null)).toBe("event|06010");
  expect(likelyClasses("The street light is broken", null, classes)[0]?.group).toBe("lamp");
});

test("a chosen group outweighs the words", () => {
  expect(likelyClasses("垃圾桶满了", "road", classes)[0]?.group).toBe("road");
});

test("where the words say nothing the group's usual class stands in, or nothing does", () => {
  expect(best("不好看", "rubbish")).toBe("event|06010");
  expect(best("不好看", "facility")).toBeUndefined();
  expect(best("不好看", null)).toBeUndefined();
});

test("every usual class is one that residents may report, in its own group", () => {
  const without = publicGroups.filter((group) => likelyClasses("", group, classes).length === 0);
  expect(without).toEqual(["facility", "other"]);
});

test("a word that is no group is none", () => {
  expect(toPublicGroup("rubbish")).toBe("rubbish");
  expect(toPublicGroup("constructor")).toBeNull();
  expect(toPublicGroup(["rubbish"])).toBeNull();
});
