import type { BlockUse, Plot } from "./block-uses";
import type { SeededRandom } from "./seeded-random";

/** On the plan: middle, width east–west, depth north–south, metres. */
export type PlanBuilding = {
  u: number;
  v: number;
  width: number;
  depth: number;
  height: number;
  detail: string;
  /** What distinguishes it from its neighbours in an address: 12幢. */
  hasBlockNumber: boolean;
  title?: string;
};
export type PlanGround = {
  kind: string;
  u: number;
  v: number;
  width: number;
  depth: number;
  isOval?: boolean;
};
export type Filled = { buildings: PlanBuilding[]; grounds: PlanGround[] };

type Fill = (plot: Plot, random: SeededRandom) => Filled;

const floor = 3.1;
const floors = (count: number) => Math.round(count * floor * 10) / 10;

export function fillPlot(use: BlockUse, plot: Plot, random: SeededRandom): Filled {
  if (plot.east - plot.west < 30 || plot.north - plot.south < 24) return { buildings: [], grounds: [] };
  return fills[use](plot, random);
}

/** Rows of equal houses facing south, as light asks for. */
function rowsOf(
  plot: Plot,
  size: { width: readonly [number, number]; depth: number; gap: number; step: number; keep: number },
  make: () => Pick<PlanBuilding, "height" | "detail" | "hasBlockNumber">,
  random: SeededRandom,
): PlanBuilding[] {
  const buildings: PlanBuilding[] = [];
  const height = plot.north - plot.south;
  const count = Math.max(1, Math.floor((height - size.depth) / size.step) + 1);
  const step = count > 1 ? (height - size.depth) / (count - 1) : 0;
  for (let row = 0; row < count; row += 1) {
    const v = plot.south + size.depth / 2 + row * step;
    for (let west = plot.west; ; ) {
      const width = Math.round(random.between(...size.width) * 10) / 10;
      if (west + width > plot.east) break;
      if (random.has(size.keep))
        buildings.push({ u: west + width / 2, v, width, depth: size.depth, ...make() });
      west += width + size.gap;
    }
  }
  return buildings;
}

const lanes: Fill = (plot, random) => ({
  buildings: rowsOf(
    plot,
    { width: [11, 21], depth: 12, gap: 1.8, step: 22, keep: 0.92 },
    () => ({
      height: floors(random.whole(1, 3)),
      detail: random.has(0.12) ? "retail" : "house",
      hasBlockNumber: false,
    }),
    random,
  ),
  grounds: [],
});

const estate: Fill = (plot, random) => {
  const high = random.has(0.25);
  const length = random.whole(38, 52);
  return {
    buildings: rowsOf(
      plot,
      { width: [length, length], depth: high ? 14 : 12, gap: 9, step: high ? 42 : 29, keep: 0.97 },
      () => ({
        height: floors(high ? random.whole(11, 18) : random.whole(5, 7)),
        detail: "apartments",
        hasBlockNumber: true,
      }),
      random,
    ),
    grounds: [ground("residential", plot)],
  };
};

const towers: Fill = (plot, random) => ({
  buildings: rowsOf(
    plot,
    { width: [26, 32], depth: 19, gap: 27, step: 54, keep: 0.93 },
    () => ({ height: floors(random.whole(18, 33)), detail: "apartments", hasBlockNumber: true }),
    random,
  ),
  grounds: [ground("residential", plot)],
});

const commerce: Fill = (plot, random) => ({
  buildings: rowsOf(
    plot,
    { width: [30, 64], depth: 34, gap: 12, step: 50, keep: 0.9 },
    () => ({
      height: random.has(0.2) ? floors(random.whole(18, 36)) : floors(random.whole(3, 7)),
      detail: random.pick(["commercial", "retail", "commercial", "hotel"]),
      hasBlockNumber: false,
    }),
    random,
  ),
  grounds: [ground("commercial", plot)],
});

const offices: Fill = (plot, random) => ({
  buildings: rowsOf(
    plot,
    { width: [34, 46], depth: 30, gap: 26, step: 62, keep: 0.85 },
    () => ({ height: floors(random.whole(8, 24)), detail: "office", hasBlockNumber: true }),
    random,
  ),
  grounds: [ground("grass", shrink(plot, 6))],
});

const industry: Fill = (plot, random) => ({
  buildings: rowsOf(
    plot,
    { width: [60, 110], depth: 38, gap: 18, step: 58, keep: 0.88 },
    () => ({ height: random.whole(8, 14), detail: "industrial", hasBlockNumber: true }),
    random,
  ),
  grounds: [ground("industrial", plot)],
});

const village: Fill = (plot, random) => {
  const yard = shrink(plot, 0);
  const isWest = random.has(0.5);
  const middle = yard.west + (yard.east - yard.west) * random.between(0.45, 0.6);
  const homes = isWest ? { ...yard, east: middle } : { ...yard, west: middle };
  const field = isWest ? { ...yard, west: middle + 8 } : { ...yard, east: middle - 8 };
  return {
    buildings: rowsOf(
      homes,
      { width: [11, 14], depth: 10, gap: 5, step: 30, keep: 0.85 },
      () => ({ height: floors(random.whole(2, 3)), detail: "house", hasBlockNumber: false }),
      random,
    ),
    grounds: [ground("farmland", field)],
  };
};

const school: Fill = (plot) => {
  const { u, v, width, depth } = middleOf(plot);
  const left = plot.west + width * 0.26;
  const wing = Math.min(56, width * 0.42);
  const buildings: PlanBuilding[] = [0.14, 0.4, 0.66].map((share, i) => ({
    ...{ u: left, v: plot.south + depth * share, width: wing, depth: 13 },
    ...{ height: floors(5), detail: "school", hasBlockNumber: false },
    ...(i === 0 ? { title: "综合楼" } : { title: `教学楼${i}` }),
  }));
  buildings.push({
    ...{ u: left, v: plot.south + depth * 0.9, width: wing * 0.8, depth: 22 },
    ...{ height: 9, detail: "school", hasBlockNumber: false, title: "体育馆" },
  });
  const track = {
    u: u + width * 0.24,
    v,
    width: Math.min(64, width * 0.42),
    depth: Math.min(124, depth * 0.82),
  };
  return {
    buildings,
    grounds: [
      ground("school", plot),
      { kind: "pitch", ...track, isOval: true },
      { kind: "grass", ...track, width: track.width * 0.62, depth: track.depth * 0.66 },
    ],
  };
};

const hospital: Fill = (plot) => {
  const { u, v, width, depth } = middleOf(plot);
  const part = (
    title: string,
    du: number,
    dv: number,
    w: number,
    d: number,
    count: number,
  ): PlanBuilding => ({
    ...{ u: u + du * width, v: v + dv * depth, width: w, depth: d },
    ...{ height: floors(count), detail: "hospital", hasBlockNumber: false, title },
  });
  return {
    buildings: [
      part("门诊楼", 0, -0.3, Math.min(90, width * 0.7), 34, 6),
      part("住院楼", -0.18, 0.14, Math.min(62, width * 0.36), 24, 16),
      part("医技楼", 0.24, 0.1, Math.min(46, width * 0.3), 30, 5),
      part("行政楼", 0, 0.38, Math.min(50, width * 0.4), 14, 4),
    ],
    grounds: [ground("hospital", plot)],
  };
};

const market: Fill = (plot, random) => {
  const { u, v, width, depth } = middleOf(plot);
  const hall: PlanBuilding = {
    ...{ u, v, width: Math.min(78, width * 0.5), depth: Math.min(46, depth * 0.3) },
    ...{ height: 8, detail: "market", hasBlockNumber: false, title: "农贸市场" },
  };
  const bottom = { ...plot, north: v - hall.depth / 2 - 14 };
  const top = { ...plot, south: v + hall.depth / 2 + 14 };
  return {
    buildings: [hall, ...estate(top, random).buildings, ...lanes(bottom, random).buildings],
    grounds: [],
  };
};

const park: Fill = (plot, random) => {
  const { u, v, width, depth } = middleOf(plot);
  const pond = { u: u + width * 0.14, v: v - depth * 0.08, width: width * 0.3, depth: depth * 0.26 };
  const grove = (du: number, dv: number): PlanGround => ({
    ...{ kind: "forest", u: u + du * width, v: v + dv * depth, width: width * 0.22, depth: depth * 0.24 },
    isOval: true,
  });
  return {
    buildings: [
      {
        ...{ u: u - width * 0.22, v, width: 14, depth: 10, height: 6 },
        ...{ detail: "pavilion", hasBlockNumber: false },
      },
    ],
    grounds: [
      ground("park", plot),
      grove(-0.28, 0.28),
      grove(0.3, 0.32),
      grove(-0.3, -0.3),
      ...(random.has(0.7) ? [{ kind: "water", ...pond, isOval: true }] : []),
    ],
  };
};

const lake: Fill = (plot) => {
  const { u, v, width, depth } = middleOf(plot);
  const shore = { u: u - width * 0.04, v, width: width * 0.76, depth: depth * 0.72 };
  return {
    buildings: [],
    grounds: [
      ground("park", plot),
      { kind: "water", ...shore, isOval: true },
      { ...{ kind: "forest", u: u - width * 0.1, v: v + depth * 0.06, width: 74, depth: 50 }, isOval: true },
    ],
  };
};

const station: Fill = (plot) => {
  const { u, v, width, depth } = middleOf(plot);
  const isHall = depth > 90;
  const hall: PlanBuilding = {
    ...{ u, v: plot.north - 22, width: Math.min(150, width * 0.8), depth: 36 },
    ...{ height: 22, detail: "train_station", hasBlockNumber: false, title: "清澜站站房" },
  };
  return isHall
    ? {
        buildings: [hall],
        grounds: [{ kind: "pedestrian", u, v: v - 24, width: width * 0.8, depth: Math.max(20, depth - 70) }],
      }
    : { buildings: [], grounds: [ground("grass", plot)] };
};

const government: Fill = (plot) => {
  const { u, v, width, depth } = middleOf(plot);
  const block = (dv: number, w: number, d: number, count: number): PlanBuilding => ({
    ...{ u, v: v + dv * depth, width: Math.min(w, width * 0.8), depth: d },
    ...{ height: floors(count), detail: "government", hasBlockNumber: true },
  });
  return {
    buildings: [block(-0.08, 96, 22, 9), block(0.24, 70, 18, 6), block(0.4, 50, 12, 3)],
    grounds: [{ kind: "grass", u, v: v - depth * 0.34, width: width * 0.6, depth: depth * 0.2 }],
  };
};

const fills: Record<BlockUse, Fill> = {
  ...{ lanes, estate, towers, commerce, offices, industry, village },
  ...{ school, hospital, market, park, lake, station, government },
};

function middleOf(plot: Plot) {
  return {
    u: (plot.west + plot.east) / 2,
    v: (plot.south + plot.north) / 2,
    width: plot.east - plot.west,
    depth: plot.north - plot.south,
  };
}

const ground = (kind: string, plot: Plot): PlanGround => ({ kind, ...middleOf(plot) });

function shrink(plot: Plot, by: number): Plot {
  return { west: plot.west + by, east: plot.east - by, south: plot.south + by, north: plot.north - by };
}
