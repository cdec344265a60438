import fc from "fast-check";
import { createTranslator } from "next-intl";
import { describe, expect, test } from "vitest";
import { splitDuration, timeLeft } from "./duration";
import { rateText } from "./figures";
import { type locales, negotiateLocale } from "./locales";
import { messages } from "./messages";

function words(locale: (typeof locales)[number], milliseconds: number): string {
  const t = createTranslator({ locale, messages: messages[locale], namespace: "ui" });
  const due = new Date(milliseconds);
  const { isLate, duration } = timeLeft(due, new Date(0));
  const { unit, ...figures } = duration;
  return t(isLate ? "clock.late" : "clock.left", { duration: t(`duration.${unit}`, figures) });
}

describe("time as people say it", () => {
  const minute = 60_000;
  test.each([
    [130 * minute, "还剩2小时10分", "2 h 10 min left"],
    [-130 * minute, "超时2小时10分", "2 h 10 min overdue"],
    [59 * minute, "还剩59分钟", "59 min left"],
    [60 * minute, "还剩1小时", "1 h left"],
    [30_000, "还剩不到1分钟", "less than 1 min left"],
    [76 * 60 * minute, "还剩3天4小时", "3 d 4 h left"],
    [-48 * 60 * minute, "超时2天", "2 d overdue"],
    [0, "超时不到1分钟", "less than 1 min overdue"],
  ])("%i ms", (milliseconds, zh, en) => {
    expect(words("zh-CN", milliseconds)).toBe(zh);
    expect(words("en", milliseconds)).toBe(en);
  });

  test("what is said never exceeds what is left, and misses less than an hour", () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e11, max: 1e11 }), (milliseconds) => {
        const { days, hours, minutes } = splitDuration(milliseconds);
        const said = ((days * 24 + hours) * 60 + minutes) * minute;
        expect(said).toBeLessThanOrEqual(Math.abs(milliseconds));
        expect(Math.abs(milliseconds) - said).toBeLessThan(60 * minute);
      }),
    );
  });
});

test("a rate stands beside its count, and is not made of nothing", () => {
  expect(rateText(1204, 1293, "en")).toEqual({ rate: "93.1 %", of: "1,204 / 1,293" });
  expect(rateText(1204, 1293, "zh-CN")).toEqual({ rate: "93.1 %", of: "1,204 / 1,293" });
  expect(rateText(0, 0, "en")).toBeNull();
});

test.each([
  [null, "zh-CN"],
  ["", "zh-CN"],
  ["en-GB,en;q=0.9", "en"],
  ["fr,de;q=0.8", "zh-CN"],
  ["en;q=0.3, zh-Hans-CN;q=0.9", "zh-CN"],
  ["de, en;q=0.5, zh;q=0.4", "en"],
  ["en;q=0", "zh-CN"],
  [";;;,,,q=x", "zh-CN"],
])("the language of %j is %s", (header, locale) => {
  expect(negotiateLocale(header)).toBe(locale);
});

/** Every leaf as `a.b.c` → the arguments it takes. */
function leaves(value: unknown, path = ""): Map<string, string> {
  if (typeof value === "string") {
    const names = [...value.matchAll(/\{(\w+)[,}]/g)].map((match) => match[1]);
    return new Map([[path, [...new Set(names)].sort().join(",")]]);
  }
  const found = new Map<string, string>();
  for (const [key, inner] of Object.entries(value ?? {})) {
    for (const [name, args] of leaves(inner, path ? `${path}.${key}` : key)) found.set(name, args);
  }
  return found;
}

function texts(value: object): string[] {
  return Object.values(value).flatMap((inner) => (typeof inner === "string" ? [inner] : texts(inner)));
}

test("both languages hold the same keys with the same arguments, and no empty sentence", () => {
  const zh = leaves(messages["zh-CN"]);
  const en = leaves(messages.en);
  expect([...en.keys()].sort()).toEqual([...zh.keys()].sort());
  for (const [key, args] of zh) expect(`${key}: ${en.get(key)}`).toBe(`${key}: ${args}`);
  expect(texts(messages).filter((text) => text.trim() === "")).toEqual([]);
});

test("Chinese sentences use Chinese punctuation", () => {
  const half = JSON.stringify(messages["zh-CN"]).match(/[\u3400-\u9fff][,:;?!()]|[,;?!()][\u3400-\u9fff]/gu);
  expect(half).toBeNull();
});
