import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { startingClasses } from "./starting-classes";
import { suggestClasses } from "./suggest";
import { suggestWords } from "./suggest-words";

/** What people write, and the class that a call taker would choose. */
const sentences: readonly [text: string, key: string][] = [
  ["小区门口有一大堆垃圾，好几天没人清理", "event|06010"],
  ["垃圾桶都满了，溢出来一地", "event|06042"],
  ["有人把装修垃圾倒在路边", "event|06011"],
  ["这条路没人扫，路面脏得很", "event|06012"],
  ["渣土车洒了一路的土", "event|06014"],
  ["有人在空地上烧树叶，烟很大", "event|06020"],
  ["路边停着一辆僵尸车，好几年了", "event|06034"],
  ["楼下扔了个旧沙发和床垫", "event|06035"],
  ["路中间有只死猫", "event|06037"],
  ["路面有个大坑，差点摔倒", "event|06013"],
  ["马路上井盖没了，太危险", "component|01023"],
  ["雨水口堵了，一下雨就流不下去", "component|01004"],
  ["地面塌陷了一个洞", "event|10994"],
  ["路口积水很深，车都熄火了", "event|10999"],
  ["人行道盲道砖坏了", "event|06051"],
  ["停在盲道上的电动车太多", "event|09019"],
  ["我们巷子的路灯不亮一个星期了", "component|01037"],
  ["红绿灯坏了，路口很乱", "component|02014"],
  ["电线掉下来垂到人行道上", "event|10002"],
  ["楼下有煤气味，怀疑燃气泄漏", "event|10997"],
  ["自来水管爆了，水喷得很高", "event|10998"],
  ["下水道堵了，污水横流", "event|10996"],
  ["电线杆上贴满小广告", "event|07001"],
  ["烤红薯的流动摊贩天天在校门口", "event|09001"],
  ["早餐店把桌子摆到店外", "event|09005"],
  ["路边摊占道经营，走不过去", "event|09006"],
  ["小汽车违停，堵住了巷子口", "event|09009"],
  ["共享单车堆得满人行道", "event|09011"],
  ["消防通道被车堵了", "event|09012"],
  ["电瓶车在楼道充电", "event|10984"],
  ["工地半夜施工睡不着", "event|08001"],
  ["广场舞音响太吵", "event|06028"],
  ["楼下饭店油烟味太大", "event|06027"],
  ["路边露天烧烤", "event|06029"],
  ["工地扬尘严重", "event|08004"],
  ["大树倒了压住车", "component|04002"],
  ["有人在草坪种菜", "event|06045"],
  ["河面漂浮物很多", "event|06025"],
  ["河水发黑发臭，有人偷排", "event|06026"],
  ["公厕太脏，没有水", "component|03001"],
  ["菜市场地面脏，污水多", "event|09020"],
  ["绿化带里老鼠很多", "event|10986"],
  ["遛狗不牵绳还不捡狗屎", "event|10989"],
  ["Someone left a pile of rubbish at the corner", "event|06010"],
  ["The bins are full and overflowing", "event|06042"],
  ["There is a deep pothole in front of number 12", "event|06013"],
  ["Manhole cover is missing!", "component|01023"],
  ["Street light has been out for a week", "component|01037"],
  ["The traffic lights are not working", "component|02014"],
  ["a power line is hanging over the pavement", "event|10002"],
  ["I can smell gas near the entrance", "event|10997"],
  ["Water main burst, water everywhere", "event|10998"],
  ["sewage is coming up from the drain", "event|10996"],
  ["Illegally parked cars block the lane every evening", "event|09009"],
  ["Cars are blocking the fire lane", "event|09012"],
  ["Food stalls blocking the pavement", "event|09006"],
  ["Loud music until two in the morning", "event|06028"],
  ["Construction noise at night", "event|08001"],
  ["Greasy smoke and cooking fumes from a restaurant", "event|06027"],
  ["A fallen tree lies on the cycle path", "component|04002"],
  ["The public toilet is filthy", "component|03001"],
  ["Rats in the courtyard", "event|10986"],
  ["Old mattress dumped by the stairs", "event|06035"],
  ["Shared bikes all over the pavement", "event|09011"],
  ["the road is flooded after the rain", "event|10999"],
  ["icy pavement at the bus station", "event|10001"],
];

describe("a class suggested from words", () => {
  test.each(sentences)("%s", (text, key) => {
    const [first] = suggestClasses(text);
    expect(`${first?.kind}|${first?.code}`).toBe(key);
  });

  test("words are there for classes of the catalogue that the public may report", () => {
    for (const key of Object.keys(suggestWords)) {
      const entry = startingClasses.find(({ kind, code }) => `${kind}|${code}` === key);
      expect([key, entry?.isPublicReportable]).toEqual([key, true]);
    }
  });

  test("a class without words of its own is found by its name", () => {
    expect(suggestClasses("报刊亭坏了")).toEqual([]);
    expect(suggestClasses("报刊亭坏了", 5, startingClasses)[0]?.code).toBe("01040");
    expect(suggestClasses("the newspaper kiosk is broken", 5, startingClasses)[0]?.code).toBe("01040");
  });

  test("a part of a word is not the word", () => {
    expect(suggestClasses("A nice evening, thank you")).toEqual([]);
    expect(suggestClasses("")).toEqual([]);
  });

  test("whatever is written: at most the limit, best first, each once", () => {
    const words = fc.constantFrom(...Object.values(suggestWords).flat());
    const texts = fc.oneof(
      fc.string({ unit: "grapheme", maxLength: 600 }),
      fc.array(words, { maxLength: 30 }).map((list) => list.join(" ")),
    );
    fc.assert(
      fc.property(texts, fc.integer({ min: 0, max: 10 }), (text, limit) => {
        const found = suggestClasses(text, limit);
        expect(found.length).toBeLessThanOrEqual(limit);
        expect(new Set(found.map(({ kind, code }) => kind + code)).size).toBe(found.length);
        const scores = found.map(({ score }) => score);
        expect(scores).toEqual(scores.toSorted((a, b) => b - a));
        expect(scores.every((score) => score > 0)).toBe(true);
      }),
    );
  });
});
