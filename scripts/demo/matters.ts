import type { SeededRandom } from "./city/seeded-random";
import type { SceneKind } from "./photos";

/** What happens in this city, how often, and what people say of it. */
export type Matter = {
  kind: "event" | "component";
  code: string;
  weight: number;
  scene: SceneKind;
  said: string[];
};

export const matters: readonly Matter[] = [
  {
    kind: "event",
    code: "06010",
    weight: 14,
    scene: "rubbish",
    said: ["路边堆了好几袋垃圾，两天没人清。", "垃圾堆在树下，有异味。", "餐饮店门口垃圾散落一地。"],
  },
  {
    kind: "event",
    code: "06042",
    weight: 8,
    scene: "rubbish",
    said: ["垃圾桶满了，垃圾堆到外面。", "垃圾箱满溢，污水流到路面。"],
  },
  {
    kind: "event",
    code: "06012",
    weight: 7,
    scene: "rubbish",
    said: ["路面有油污和菜叶。", "人行道脏，落叶和烟头多。"],
  },
  {
    kind: "event",
    code: "06036",
    weight: 5,
    scene: "rubbish",
    said: ["楼下堆放旧木板和纸箱。", "店铺后门乱堆杂物。"],
  },
  {
    kind: "event",
    code: "06013",
    weight: 5,
    scene: "road",
    said: ["路面有一个大坑，骑车容易摔。", "人行道地砖松动破损。"],
  },
  {
    kind: "event",
    code: "09006",
    weight: 8,
    scene: "stall",
    said: ["水果摊占了人行道。", "早上摊点占道，行人走到马路上。"],
  },
  { kind: "event", code: "09005", weight: 5, scene: "stall", said: ["饭店把桌椅摆到店外。"] },
  { kind: "event", code: "09010", weight: 5, scene: "parking", said: ["电动车停满盲道。"] },
  { kind: "event", code: "09009", weight: 5, scene: "parking", said: ["小汽车停在人行道上。"] },
  { kind: "event", code: "09011", weight: 3, scene: "parking", said: ["共享单车倒了一片。"] },
  { kind: "event", code: "07001", weight: 5, scene: "stall", said: ["电线杆上贴满小广告。"] },
  { kind: "event", code: "06017", weight: 4, scene: "green", said: ["绿化带里有很多饮料瓶和纸屑。"] },
  { kind: "event", code: "06025", weight: 2, scene: "green", said: ["河面有漂浮垃圾。"] },
  { kind: "event", code: "10996", weight: 3, scene: "road", said: ["下水道堵了，污水外溢。"] },
  { kind: "event", code: "10999", weight: 1, scene: "road", said: ["下雨后路口积水很深。"] },
  { kind: "event", code: "09020", weight: 2, scene: "stall", said: ["农贸市场地面湿滑，摊位脏乱。"] },
  { kind: "event", code: "10987", weight: 2, scene: "green", said: ["积水容器里有很多蚊子幼虫。"] },
  { kind: "event", code: "10985", weight: 2, scene: "rubbish", said: ["楼道里堆满纸板。"] },
  { kind: "component", code: "01037", weight: 4, scene: "road", said: ["路灯连续几天不亮。"] },
  { kind: "component", code: "01003", weight: 2, scene: "road", said: ["雨水井盖破损，边上下沉。"] },
  { kind: "component", code: "03001", weight: 3, scene: "rubbish", said: ["公厕地面积水，异味重。"] },
  { kind: "component", code: "03005", weight: 2, scene: "rubbish", said: ["果皮箱损坏倾倒。"] },
  { kind: "component", code: "04002", weight: 2, scene: "green", said: ["行道树枝折断，挂在半空。"] },
];

export function randomMatter(random: SeededRandom): Matter {
  const total = matters.reduce((sum, { weight }) => sum + weight, 0);
  let left = random.between(0, total);
  for (const matter of matters) {
    left -= matter.weight;
    if (left <= 0) return matter;
  }
  return random.pick(matters);
}
