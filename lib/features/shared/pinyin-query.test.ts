import fc from "fast-check";
import { expect, test } from "vitest";
import { pinyinKey } from "./pinyin-key";
import { pinyinQuery } from "./pinyin-query";

const finds = (said: string, name: string) => pinyinQuery(said)?.find(pinyinKey(name)) != null;

test.each([
  ["renminlu", "人民路"],
  ["ren min lu", "人民路"],
  ["RenMinLu", "人民路"],
  ["rml", "人民路"],
  ["rmlu", "人民路"],
  ["renml", "人民路"],
  ["ｒｍｌ", "人民路"],
  ["rm路", "人民路"],
  ["人min路", "人民路"],
  ["rml12", "人民路"],
  ["renminlu12hao", "人民路"],
  ["復興路", "复兴路"],
  ["復興路12號", "复兴路"],
  ["d12j", "第12街"],
  ["di12jie5hao", "第12街"],
  ["xiaoxue", "中心小学"],
  ["zxxx", "中心小学"],
  ["rmz", "人民中路"],
])("%s finds %s", (said, name) => expect(finds(said, name)).toBe(true));

test.each([
  ["rml", "民人路"],
  ["enmin", "人民路"],
  ["rmx", "人民路"],
  ["r", "人民路"],
  ["12号", "人民路"],
  ["", "人民路"],
])("%s does not find %s", (said, name) => expect(finds(said, name)).toBe(false));

test("where it is found tells whether it is the whole name, its beginning, or a part", () => {
  const where = (said: string) => pinyinQuery(said)?.find("ren min zhong lu");
  expect(where("rmzl")).toEqual({ from: 0, to: 15 });
  expect(where("renmin")).toEqual({ from: 0, to: 7 });
  expect(where("zhonglu")).toEqual({ from: 8, to: 16 });
});

test("whatever is typed, the pattern holds signs of ours only and finds what the function finds", () => {
  const key = fc
    .array(fc.stringMatching(/^[a-d]{1,3}$/), { minLength: 1, maxLength: 6 })
    .map((all) => all.join(" "));
  const typed = fc.oneof(fc.string({ maxLength: 60, unit: "binary" }), fc.stringMatching(/^[a-d]{2,8}$/));
  fc.assert(
    fc.property(typed, key, (said, text) => {
      const asked = pinyinQuery(said);
      if (!asked) return;
      expect(asked.pattern).toMatch(/^[a-z0-9()[\]|^ *?-]+$/);
      expect(asked.find(text) !== null).toBe(new RegExp(asked.pattern).test(text));
    }),
  );
});
