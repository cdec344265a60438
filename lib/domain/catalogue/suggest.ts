/** Words people use, per event class: the class is suggested, never chosen for them. */
const words: Record<string, readonly string[]> = {
  "event|06010": [
    "垃圾",
    "脏乱",
    "果皮",
    "烟头",
    "垃圾堆",
    "臭",
    "rubbish",
    "garbage",
    "trash",
    "litter",
    "waste",
  ],
  "event|06011": ["积存", "渣土", "建筑垃圾", "装修垃圾", "土堆", "rubble", "debris", "construction waste"],
  "event|06012": ["路脏", "道路不洁", "扫地", "保洁", "泥水", "污渍", "dirty road", "dirty street", "sweep"],
  "event|06013": [
    "路面破损",
    "坑",
    "坑洼",
    "破路",
    "裂缝",
    "路不平",
    "pothole",
    "broken road",
    "cracked",
    "road surface",
  ],
  "event|06014": ["遗撒", "洒落", "撒漏", "spill", "spilled"],
  "event|06017": ["绿地脏", "草坪垃圾", "花坛脏", "dirty lawn", "litter in the park"],
  "event|06020": ["焚烧", "烧垃圾", "烧树叶", "冒烟", "burning", "smoke", "fire on the street"],
  "event|06025": ["河脏", "水面垃圾", "漂浮物", "河道垃圾", "dirty river", "floating", "dirty water"],
  "event|06026": ["河道污染", "黑臭水体", "河水发黑", "polluted river", "black water"],
  "event|06027": ["油烟", "cooking fumes", "fumes"],
  "event|06028": ["噪声", "噪音", "扰民", "吵", "广场舞", "noise", "loud", "noisy"],
  "event|06029": ["烧烤", "barbecue", "bbq"],
  "event|06030": ["乱倒污水", "排污", "污水倒", "dumping waste water"],
  "event|06034": ["僵尸车", "废弃车", "报废车", "abandoned car", "abandoned vehicle"],
  "event|06035": ["旧家具", "废弃家具", "沙发", "床垫", "furniture", "mattress", "sofa"],
  "event|06036": ["乱堆", "堆物", "杂物", "堆放", "piled", "clutter"],
  "event|06037": ["死猫", "死狗", "动物尸体", "死老鼠", "dead animal", "dead cat", "dead dog"],
  "event|06040": ["地锁", "占车位", "parking lock"],
  "event|06041": ["垃圾分类", "混投", "unsorted", "sorting"],
  "event|06042": ["垃圾桶满", "满溢", "垃圾箱满", "桶满", "overflowing", "bin full", "full bin"],
  "event|06045": ["毁绿", "占绿", "种菜", "vegetables on the green"],
  "event|06051": ["盲道", "tactile", "blind path"],
  "event|07001": ["小广告", "牛皮癣", "张贴", "喷涂广告", "posters", "sticker", "illegal ads", "graffiti"],
  "event|07003": ["违规广告", "户外广告", "广告牌", "billboard"],
  "event|08001": ["施工噪声", "夜间施工", "工地噪音", "construction noise", "night construction"],
  "event|08002": ["施工占道", "围挡占路", "construction blocking"],
  "event|08004": ["扬尘", "灰尘", "工地尘土", "dust"],
  "event|09001": ["游商", "小贩", "流动摊", "vendor", "hawker", "peddler"],
  "event|09005": ["店外经营", "出店", "摆到店外", "shop outside"],
  "event|09006": ["占道经营", "摆摊", "占道", "摊点", "stall", "stalls", "blocking the pavement"],
  "event|09009": ["违停", "乱停车", "汽车停", "车停在", "illegal parking", "parked car", "double parked"],
  "event|09010": ["电动车乱停", "自行车乱停", "非机动车", "e-bike", "bicycles parked"],
  "event|09011": ["共享单车", "共享电动车", "单车乱", "shared bike", "shared bikes"],
  "event|09012": ["消防通道", "堵消防", "fire lane", "fire exit", "fire access"],
  "event|09020": ["菜市场", "农贸市场", "市场脏", "market dirty", "wet market", "dirty market"],
  "event|10001": ["积雪", "结冰", "路滑", "snow", "ice", "icy"],
  "event|10002": ["电线掉", "线缆", "电缆垂", "掉线", "cable", "hanging wire", "fallen wire"],
  "event|10994": ["塌陷", "路塌", "地陷", "sinkhole", "collapse", "collapsed"],
  "event|10996": [
    "污水外溢",
    "下水道堵",
    "冒水",
    "排水堵",
    "堵塞",
    "污水",
    "sewage",
    "drain blocked",
    "blocked drain",
    "overflowing drain",
  ],
  "event|10997": ["燃气", "煤气", "漏气", "gas leak", "smell of gas"],
  "event|10998": ["水管破", "爆管", "漏水", "喷水", "burst pipe", "water leak", "leaking pipe"],
  "event|10999": ["积水", "水淹", "内涝", "flooded", "standing water", "puddle", "flooding"],
  "event|10984": ["飞线充电", "楼道充电", "电动车充电", "e-bike charging", "charging cable"],
  "event|10985": ["楼道", "楼梯堆", "stairwell", "corridor"],
  "event|10986": ["老鼠", "鼠", "rat", "rats", "mice"],
  "event|10987": ["蚊子", "蚊虫", "苍蝇", "孳生", "mosquito", "mosquitoes", "flies"],
  "event|10989": ["狗", "犬", "遛狗", "狗屎", "dog", "dogs"],
  "event|10990": ["高空坠物", "外墙脱落", "瓷砖脱落", "falling object", "falling tiles"],
  "event|10991": ["门前三包", "店门口脏", "shop front"],
  "event|10979": ["旱厕", "pit latrine"],
  "component|03001": ["公厕", "厕所", "卫生间", "toilet", "restroom", "public toilet"],
  "component|03005": ["垃圾箱坏", "垃圾桶坏", "果皮箱", "broken bin"],
  "component|01037": ["路灯", "灯不亮", "街灯", "黑灯", "street lamp", "streetlight", "street light", "lamp"],
  "component|01023": ["井盖", "窨井", "阴井", "manhole", "manhole cover"],
  "component|01004": ["雨水箅子", "箅子", "下水口", "storm drain", "grate"],
  "component|01046": ["健身器材", "健身设施", "fitness equipment"],
  "component|02014": ["红绿灯", "信号灯", "traffic light"],
  "component|02017": ["护栏", "栏杆", "guard rail", "railing"],
  "component|02010": ["标线", "交通标志", "road sign", "traffic sign"],
  "component|04002": ["行道树", "树倒", "树枝", "树断", "tree", "branch", "fallen tree"],
  "component|04013": ["绿化", "草坪", "花坛", "lawn", "flower bed"],
};

export type Suggestion = { kind: "component" | "event"; code: string; score: number };

/** The classes whose words occur in the text, best first: longer words say more. At most `limit`. */
export function suggestClasses(text: string, limit = 5): Suggestion[] {
  const said = text.slice(0, 500).toLowerCase().normalize("NFKC");
  const found: Suggestion[] = [];
  for (const [key, keywords] of Object.entries(words)) {
    const score = keywords.reduce((sum, word) => sum + (occurs(said, word) ? weight(word) : 0), 0);
    const [kind, code] = key.split("|");
    if (score > 0 && code) found.push({ kind: kind === "component" ? "component" : "event", code, score });
  }
  return found.sort((a, b) => b.score - a.score || a.code.localeCompare(b.code)).slice(0, limit);
}

/** Latin words count as whole words: "ice" is not in "nice". */
function occurs(text: string, word: string): boolean {
  if (!/[a-z]/.test(word)) return text.includes(word);
  const at = ` ${text.replaceAll(/[^a-z0-9-]+/g, " ")} `;
  return at.includes(` ${word} `);
}

function weight(word: string): number {
  return /[a-z]/.test(word) ? 2 + word.split(" ").length * 2 : word.length ** 1.5;
}
