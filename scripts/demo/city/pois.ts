import type { LngLat } from "@/lib/geo/geojson";
import { pointInside } from "@/lib/geo/point-inside";
import { allCommunities, cityPlan, communityAt } from "./area-names";
import { type BlockUse, plotsOf } from "./block-uses";
import type { LayerWriter } from "./layer-writer";
import { communityStem, type PlaceNames } from "./place-names";
import { place } from "./plane";
import type { SeededRandom } from "./seeded-random";
import { type PlanBlock, rows, type StreetPlan } from "./street-plan";

/** Rows of main roads with buses. */
const busRows: readonly number[] = [640, 1_260, 2_060, 2_580, 3_110, 4_180].filter((v) =>
  (rows as readonly number[]).includes(v),
);

/** Points of interest: what an inspection visits, and what a place is described by. */
export function cityPois(
  plan: StreetPlan,
  uses: ReadonlyMap<PlanBlock, BlockUse>,
  names: PlaceNames,
  writer: LayerWriter,
  random: SeededRandom,
): void {
  const add = (kind: string, at: LngLat, name?: string, detail?: string) =>
    writer.add(
      "pois",
      { kind, ...(detail ? { detail } : {}), ...(name ? { name } : {}) },
      { type: "Point", coordinates: at },
    );
  const byUse = (use: BlockUse) => plan.blocks.filter((block) => uses.get(block) === use);
  for (const { properties, geometry } of writer.layers.landuse) {
    if (!properties.name || geometry.type !== "Polygon") continue;
    if (["school", "hospital", "park"].includes(properties.kind)) {
      add(properties.kind, pointInside(geometry), properties.name);
    }
  }
  for (const block of byUse("market")) {
    const stem = communityStem(block);
    add("marketplace", spot(block, 0.5, 0.5), `${stem}农贸市场`);
    add("toilets", spot(block, 0.62, 0.42), `${stem}农贸市场公厕`);
  }
  for (const block of byUse("government")) add("townhall", spot(block, 0.5, 0.5), names.government(block));
  for (const block of byUse("park")) add("toilets", spot(block, 0.2, 0.2), `${communityStem(block)}公园公厕`);
  const [station] = byUse("station");
  if (station) {
    add("station", spot(station, 0.5, 0.75), "清澜站");
    add("bus_station", spot(station, 0.25, 0.3), "清澜客运总站");
    add("toilets", spot(station, 0.7, 0.35), "清澜站广场公厕");
    add("taxi", spot(station, 0.6, 0.2));
  }
  addCommunityServices(plan, uses, add, random);
  addShops(plan, uses, names, add, random);
  for (const { u, v, across, along } of plan.crossings) {
    add("traffic_signals", place([u, v]));
    if (!busRows.includes(v) || !random.has(0.8)) continue;
    add("bus_stop", place([u + 58, v - 13]), `${across}${along}`);
    add("bus_stop", place([u - 58, v + 13]), `${across}${along}`);
  }
}

type Add = (kind: string, at: LngLat, name?: string, detail?: string) => void;

function addCommunityServices(
  plan: StreetPlan,
  uses: ReadonlyMap<PlanBlock, BlockUse>,
  add: Add,
  random: SeededRandom,
): void {
  const homely: ReadonlySet<BlockUse | undefined> = new Set(["lanes", "estate", "towers", "village"]);
  for (const community of allCommunities) {
    const stem = community.name.replace("社区", "");
    const own = plan.blocks.filter(({ column, row }) => communityAt(column, row) === community);
    const free = random.shuffled(own.filter((block) => homely.has(uses.get(block))));
    const take = () => free.pop() ?? random.pick(own);
    add("community_centre", edge(take(), random), `${stem}社区居民委员会`);
    add("waste_transfer_station", edge(take(), random), `${stem}垃圾转运站`);
    add("kindergarten", edge(take(), random), `${stem}幼儿园`);
    add(
      "supermarket",
      edge(take(), random),
      `${random.pick(["联家", "万惠", "好邻", "鲜达"])}超市(${stem}店)`,
    );
    add("clinic", edge(take(), random), `${stem}社区卫生服务站`);
    for (const side of ["东", "西"]) add("toilets", edge(take(), random), `${stem}${side}公厕`);
  }
  for (const street of cityPlan.districts.flatMap(({ streets }) => streets)) {
    const [first] = street.communities;
    const block = plan.blocks.find(
      ({ column, row }) => first && communityAt(column, row).name === first.name,
    );
    if (!block) continue;
    const stem = street.name.replace("街道", "");
    add("police", edge(block, random), `${stem}派出所`);
    add("townhall", spot(block, 0.4, 0.04), `${street.name}办事处`);
    if (stem === "文庙" || stem === "云栖") add("fire_station", spot(block, 0.96, 0.4), `${stem}消防救援站`);
    if (stem === "文庙") add("library", spot(block, 0.04, 0.6), "清澜市图书馆");
    if (stem === "滨江") add("museum", spot(block, 0.6, 0.96), "清澜城市规划展示馆");
  }
}

function addShops(
  plan: StreetPlan,
  uses: ReadonlyMap<PlanBlock, BlockUse>,
  names: PlaceNames,
  add: Add,
  random: SeededRandom,
): void {
  const restaurants: Partial<Record<BlockUse, number>> = {
    lanes: 2,
    commerce: 3,
    market: 3,
    estate: 1,
    towers: 1,
  };
  for (const block of plan.blocks) {
    const use = uses.get(block) ?? "estate";
    for (let i = 0; i < (restaurants[use] ?? 0); i += 1) {
      if (random.has(0.72)) add("restaurant", edge(block, random), names.restaurant());
    }
    if (use === "commerce" && random.has(0.4)) {
      add(
        "hotel",
        edge(block, random),
        `${random.pick(["澜悦", "江景", "云来", "如归", "星程"])}酒店(${communityStem(block)}店)`,
      );
    }
    if (random.has(0.12)) add("pharmacy", edge(block, random), `${communityStem(block)}大药房`);
  }
}

/** At a share of the block's width and depth. */
function spot({ u0, u1, v0, v1 }: PlanBlock, east: number, north: number): LngLat {
  return place([u0 + (u1 - u0) * east, v0 + (v1 - v0) * north]);
}

/** Shops and services stand at the street: somewhere along one side of where houses may stand. */
function edge(block: PlanBlock, random: SeededRandom): LngLat {
  const [plot] = plotsOf(block);
  if (!plot) return spot(block, 0.5, 0.5);
  const along = random.between(0.12, 0.88);
  const u = plot.west + (plot.east - plot.west) * along;
  const v = plot.south + (plot.north - plot.south) * along;
  return random.pick([
    place([u, plot.south + 3]),
    place([u, plot.north - 3]),
    place([plot.west + 3, v]),
    place([plot.east - 3, v]),
  ]);
}
