import { communityAt } from "./area-names";
import type { SeededRandom } from "./seeded-random";
import { isNorth, type PlanBlock } from "./street-plan";

export function communityStem({ column, row }: PlanBlock): string {
  return communityAt(column, row).name.replace("社区", "");
}

const estates =
  "梅园 桂苑 兰馨 松竹 柳岸 枫林 荷塘 碧波 翠湖 金色 阳光 锦绣 和谐 安居 书香 江景 云栖 听雨 望山 澜庭".split(
    " ",
  );
const estateEndings = ["新村", "花园", "小区", "家园", "苑", "名邸", "公寓", "里"];
const shops =
  "老街 阿婆 老陈 老李 张记 王记 巷口 江边 小满 四季 家常 味来 春风 胖哥 阿香 秀英 福来 和顺 东门 渔家".split(
    " ",
  );
const dishes = ["面馆", "馄饨店", "小炒", "包子铺", "生煎", "砂锅", "酸菜鱼", "烧饼店", "快餐", "羊肉馆"];
const numerals = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];

/** Names that are never given twice, in the order asked for. */
export class PlaceNames {
  readonly #given = new Set<string>();
  readonly #random: SeededRandom;
  #schools = 0;
  #hospitals = 0;

  constructor(random: SeededRandom) {
    this.#random = random;
  }

  estate(): string {
    return this.#unique(() => `${this.#random.pick(estates)}${this.#random.pick(estateEndings)}`);
  }

  restaurant(): string {
    return this.#unique(() => `${this.#random.pick(shops)}${this.#random.pick(dishes)}`);
  }

  school(block: PlanBlock): string {
    this.#schools += 1;
    const stem = communityStem(block);
    if (this.#schools % 4 === 0) return `清澜市第${numerals[this.#schools / 4] ?? ""}中学`;
    return `${stem}小学`;
  }

  hospital(block: PlanBlock): string {
    this.#hospitals += 1;
    const first = ["清澜市人民医院", "清澜市中医院", "清澜市妇幼保健院"][this.#hospitals - 1];
    return first ?? `${communityStem(block)}社区医院`;
  }

  government(block: PlanBlock): string {
    const district = isNorth(block.row) ? "澜城区" : "新澜区";
    const wished = ["清澜市政务服务中心", `${district}政务服务中心`, `${communityStem(block)}便民服务中心`];
    return this.#unique(() => wished.shift() ?? `${communityStem(block)}办事大厅`);
  }

  #unique(make: () => string): string {
    let name = make();
    for (let tries = 0; this.#given.has(name); tries += 1) {
      name = tries < 40 ? make() : `${make()}(${this.#given.size})`;
    }
    this.#given.add(name);
    return name;
  }
}
