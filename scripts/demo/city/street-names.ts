type Avenue = { name: string; detail: string; isWhole?: boolean };

/** Main roads running east–west, by their line; `*` becomes 东 or 西. */
export const longAvenues: ReadonlyMap<number, Avenue> = new Map([
  [640, { name: "科创*路", detail: "secondary" }],
  [1_260, { name: "云栖大道", detail: "primary", isWhole: true }],
  [1_800, { name: "滨江南路", detail: "secondary", isWhole: true }],
  [2_060, { name: "滨江北路", detail: "secondary", isWhole: true }],
  [2_580, { name: "人民*路", detail: "primary" }],
  [3_110, { name: "文昌*路", detail: "secondary" }],
  [3_640, { name: "建设*路", detail: "secondary" }],
  [4_180, { name: "青年*路", detail: "primary" }],
  [4_620, { name: "北环路", detail: "trunk", isWhole: true }],
]);

/** Main roads running north–south; `*` becomes 南 or 北 of the river. */
export const crossAvenues: ReadonlyMap<number, Avenue> = new Map([
  [760, { name: "西环*路", detail: "secondary" }],
  [1_360, { name: "柳溪*路", detail: "primary" }],
  [1_880, { name: "西门*街", detail: "tertiary" }],
  [2_430, { name: "书院*路", detail: "secondary" }],
  [2_990, { name: "解放*路", detail: "primary" }],
  [3_540, { name: "鼓楼*街", detail: "secondary" }],
  [4_100, { name: "东门*街", detail: "tertiary" }],
  [4_680, { name: "梅园*路", detail: "primary" }],
  [5_300, { name: "东环*路", detail: "secondary" }],
]);

const combine = (stems: string, endings: readonly string[]) =>
  stems.split(" ").flatMap((stem) => endings.map((ending) => `${stem}${ending}`));

export const alleyNames = combine(
  "学前 状元 井亭 桂花 仁和 石榴 皮市 米市 盐仓 打铜 织布 染坊 油坊 酱园 花市 鱼行 糖坊 玉带 青石 白塔 双井 三元 五福 六合 七星 九如 兰亭 竹林 东升 西园 红枫 向阳 光明 新华 和平 团结 胜利 前进 永安 太平",
  ["街", "巷", "弄"],
);

export const newTownNames = combine(
  "云溪 云岭 云帆 创新 创业 银杏 香樟 海棠 紫荆 丹桂 秋月 春晓 听涛 观澜 揽月 船坞 江湾 渡口 锦绣 彩虹 星光 朝晖 清风 芳草 金穗 麦香",
  ["路", "街"],
);
