import { communityAt } from "./area-names";
import type { SeededRandom } from "./seeded-random";
import { canal, isLake, isNorth, isOldTown, type PlanBlock, railway } from "./street-plan";

export const blockUses = [
  "lanes",
  "estate",
  "towers",
  "commerce",
  "offices",
  "industry",
  "village",
  "school",
  "hospital",
  "market",
  "park",
  "lake",
  "station",
  "government",
] as const;
export type BlockUse = (typeof blockUses)[number];

/** What each block is for. Every community has its school, its market and its park; the rest is by district. */
export function chooseUses(blocks: readonly PlanBlock[], random: SeededRandom): Map<PlanBlock, BlockUse> {
  const uses = new Map<PlanBlock, BlockUse>();
  const byCommunity = new Map<string, PlanBlock[]>();
  for (const block of blocks) {
    const { code } = communityAt(block.column, block.row);
    byCommunity.set(code, [...(byCommunity.get(code) ?? []), block]);
    if (isLake(block.column, block.row)) uses.set(block, "lake");
    else if (block.v0 < railway && block.v1 > railway && block.column === 4) uses.set(block, "station");
  }
  let index = 0;
  for (const own of byCommunity.values()) {
    const free = random.shuffled(own.filter((block) => !uses.has(block)));
    const special: BlockUse[] = ["school", "market", "park"];
    if (index % 5 === 1) special.push("hospital");
    if (index % 6 === 2) special.push("government");
    // In the smaller blocks: a school is no larger where blocks are large.
    const bySize = free.toSorted((a, b) => sizeOf(a) - sizeOf(b));
    for (const use of special) {
      const block = bySize.shift();
      if (block) uses.set(block, use);
    }
    for (const block of bySize) uses.set(block, ordinaryUse(block, random));
    index += 1;
  }
  return uses;
}

function sizeOf({ u0, u1, v0, v1 }: PlanBlock): number {
  // In steps, so that chance still decides among blocks of about one size.
  return Math.round(((u1 - u0) * (v1 - v0)) / 15_000);
}

function ordinaryUse({ column, row, v1 }: PlanBlock, random: SeededRandom): BlockUse {
  const roll = random.next();
  if (isOldTown(column, row))
    return roll < 0.5 ? "lanes" : roll < 0.76 ? "estate" : roll < 0.92 ? "commerce" : "offices";
  const isEdge = column === 0 || column === 9 || row === 0 || row === 8;
  if (isNorth(row)) {
    if (v1 > 4_180 && column >= 7) return roll < 0.7 ? "industry" : "estate";
    if (isEdge) return roll < 0.4 ? "village" : roll < 0.75 ? "estate" : "industry";
    return roll < 0.62 ? "estate" : roll < 0.8 ? "towers" : roll < 0.92 ? "commerce" : "lanes";
  }
  if (isEdge) return roll < 0.35 ? "village" : roll < 0.7 ? "towers" : "offices";
  return roll < 0.6 ? "towers" : roll < 0.75 ? "offices" : roll < 0.87 ? "commerce" : "estate";
}

/** The part of a block where houses may stand: off the streets, the canal and the railway. */
export type Plot = { west: number; east: number; south: number; north: number };

/** Main roads are wide; a side without a street is the city's edge. */
function inset(street: string | null): number {
  if (street === null) return 24;
  return /[东西南北]路$|[南北]街$|大道$|环路$/.test(street) ? 20 : 11;
}

export function plotsOf(block: PlanBlock): Plot[] {
  const plot: Plot = {
    west: block.u0 + inset(block.sides.west),
    east: block.u1 - inset(block.sides.east),
    south: block.v0 + inset(block.sides.south),
    north: block.v1 - inset(block.sides.north),
  };
  const offCanal =
    block.v1 > canal.from && plot.east > canal.west - 10 && plot.west < canal.west
      ? [{ ...plot, east: canal.west - 10 }]
      : [plot];
  return offCanal.flatMap((part) =>
    part.south < railway && part.north > railway
      ? [
          { ...part, north: railway - 26 },
          { ...part, south: railway + 26 },
        ]
      : [part],
  );
}
