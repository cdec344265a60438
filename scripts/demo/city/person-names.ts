import type { SeededRandom } from "./seeded-random";

const surnames =
  "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤";
const first = "建国志文海晓明春永德秀丽玉兰桂芳淑敏静雅思雨欣怡子浩宇嘉俊立新成家泽承一若";
const second = "军强伟华平辉斌波涛龙杰刚勇鹏飞英霞燕玲娟红梅琴云莲洁颖琳婷雪萍倩宁然轩航晨瑞涵悦昊哲楠阳";

/** Invented names, each given once. */
export class PersonNames {
  readonly #given = new Set<string>();
  readonly #random: SeededRandom;

  constructor(random: SeededRandom) {
    this.#random = random;
  }

  next(): string {
    for (;;) {
      const middle = this.#random.has(0.82) ? this.#random.pick([...first]) : "";
      const name = `${this.#random.pick([...surnames])}${middle}${this.#random.pick([...second])}`;
      if (this.#given.has(name)) continue;
      this.#given.add(name);
      return name;
    }
  }
}
