import type { LngLat } from "@/lib/geo/geojson";
import { cityHeight, cityWidth, place } from "./plane";
import type { SeededRandom } from "./seeded-random";
import { alleyNames, crossAvenues, longAvenues, newTownNames } from "./street-names";

/** Lines of the main roads; between them lie the superblocks. */
export const columns = [0, 760, 1_360, 1_880, 2_430, 2_990, 3_540, 4_100, 4_680, 5_300, cityWidth] as const;
/** The river runs between the fourth and the fifth line. */
export const rows = [0, 640, 1_260, 1_800, 2_060, 2_580, 3_110, 3_640, 4_180, 4_620, cityHeight] as const;
export const river = { southRoad: 1_800, south: 1_848, middle: 1_930, north: 2_012, northRoad: 2_060 };
export const canal = { west: 1_318, east: 1_346, from: 2_012, to: cityHeight };
export const railway = 4_800;
const axis = 2_990;
const bridges: readonly number[] = [1_360, 2_430, 3_540, 4_680];

/** Row 3 begins north of the river; the strip between the bank roads belongs to none. */
export const rowSpans: readonly (readonly [number, number])[] = [
  ...[0, 1, 2, 4, 5, 6, 7, 8, 9].map((i) => [rows[i] ?? 0, rows[i + 1] ?? 0] as const),
];
export const columnSpans: readonly (readonly [number, number])[] = columns
  .slice(0, -1)
  .map((from, i) => [from, columns[i + 1] ?? 0] as const);
export const rowCount = rowSpans.length;
export const columnCount = columnSpans.length;
export const isNorth = (row: number) => row >= 3;
export const isOldTown = (column: number, row: number) => column >= 3 && column <= 6 && row >= 3 && row <= 6;

/** One superblock without streets of its own, for the lake. */
export const isLake = (column: number, row: number) => column === 6 && row === 1;

export type Street = { name: string; kind: string; detail: string; line: LngLat[] };
/** One block on the plan, with the streets at its four sides and how far its houses stay away from them. */
export type PlanBlock = {
  column: number;
  row: number;
  u0: number;
  u1: number;
  v0: number;
  v1: number;
  /** Names of the streets south, north, west, east; null at the city's edge. */
  sides: { south: string | null; north: string | null; west: string | null; east: string | null };
};

/**
 * Where lines have corners: at every crossing, and every forty metres in between to follow the bend. Whatever
 * runs along a line takes its corners from here, so borders and streets are the same line to the last digit.
 */
class Corners {
  readonly #on = new Map<string, Set<number>>();

  add(line: string, at: number): void {
    const set = this.#on.get(line) ?? new Set();
    this.#on.set(line, set.add(at));
  }

  between(line: string, from: number, to: number): number[] {
    const all = new Set([from, to]);
    for (const at of this.#on.get(line) ?? []) if (at > from && at < to) all.add(at);
    for (let at = Math.ceil(from / 40) * 40; at < to; at += 40) if (at > from) all.add(at);
    return [...all].sort((a, b) => a - b);
  }
}

export class StreetPlan {
  readonly blocks: PlanBlock[] = [];
  readonly streets: Street[] = [];
  /** Where main roads cross. */
  readonly crossings: { u: number; v: number; across: string; along: string }[] = [];
  readonly #corners = new Corners();
  readonly #minor: (() => Street)[] = [];

  constructor(random: SeededRandom) {
    for (const u of columns) for (const v of [...rows, river.middle]) this.#cross(u, v);
    const names = minorNames(random);
    for (let row = 0; row < rowCount; row += 1) {
      for (let column = 0; column < columnCount; column += 1) this.#divide(column, row, random, names);
    }
    this.#mainRoads();
    // Only now every corner is known.
    for (const make of this.#minor) this.streets.push(make());
  }

  /** The line at height v from u0 to u1, or the one at u from v0 to v1, as it runs on the ground. */
  eastward(v: number, u0: number, u1: number): LngLat[] {
    return this.#corners.between(`h${v}`, u0, u1).map((u) => place([u, v]));
  }
  northward(u: number, v0: number, v1: number): LngLat[] {
    return this.#corners.between(`v${u}`, v0, v1).map((v) => place([u, v]));
  }

  #cross(u: number, v: number): void {
    this.#corners.add(`h${v}`, u);
    this.#corners.add(`v${u}`, v);
  }

  #mainRoads(): void {
    for (const [v, road] of longAvenues) {
      for (const [from, to, half] of [
        [0, axis, "西"],
        [axis, cityWidth, "东"],
      ] as const) {
        const name = road.isWhole ? road.name : road.name.replace("*", half);
        this.streets.push({ ...road, name, kind: "major_road", line: this.eastward(v, from, to) });
      }
    }
    for (const [u, road] of crossAvenues) {
      const isBridge = bridges.includes(u);
      const spans = isBridge
        ? ([
            [0, river.middle, "南"],
            [river.middle, cityHeight, "北"],
          ] as const)
        : ([
            [0, river.southRoad, "南"],
            [river.northRoad, cityHeight, "北"],
          ] as const);
      for (const [from, to, half] of spans) {
        const name = road.isWhole ? road.name : road.name.replace("*", half);
        this.streets.push({ ...road, name, kind: "major_road", line: this.northward(u, from, to) });
      }
    }
    for (const [u] of crossAvenues)
      for (const [v] of longAvenues)
        this.crossings.push({ u, v, across: avenueEast(v, u) ?? "", along: avenueNorth(u, v) ?? "" });
    this.streets.push({
      ...{ name: "清澜铁路", kind: "rail", detail: "rail" },
      line: this.eastward(railway, 0, cityWidth),
    });
  }

  /** Cuts one superblock: streets north–south right through, streets east–west staggered from strip to strip. */
  #divide(column: number, row: number, random: SeededRandom, names: (key: string, isNew: boolean) => string) {
    const [u0, u1] = columnSpans[column] ?? [0, 0];
    const [v0, v1] = rowSpans[row] ?? [0, 0];
    const dense = isOldTown(column, row);
    const near = !dense && column >= 2 && column <= 7 && row >= 2 && row <= 6;
    const isWide = u1 - u0 > 610;
    const nx = isLake(column, row) ? 1 : dense ? 3 : near || isWide ? 2 : random.whole(1, 2);
    const ny = isLake(column, row) ? 1 : dense ? 3 : near || v1 - v0 > 610 ? 2 : random.whole(1, 2);
    const us = cuts(u0, u1, nx, (i) => Math.round(((column * 37 + i * 53 + nx * 11) % 41) - 20));
    const zone = column < 3 ? "west" : column < 7 ? "middle" : "east";
    const side = isNorth(row) ? "north" : "south";
    const alongName = (i: number) => names(`v${column}.${nx}.${i}.${side}`, !isNorth(row));
    const acrossName = (i: number) => names(`h${row}.${ny}.${i}.${zone}`, !isNorth(row));
    for (let i = 1; i < nx; i += 1) {
      const u = us[i] ?? 0;
      this.#cross(u, v0);
      this.#cross(u, v1);
      const name = alongName(i);
      this.#minor.push(() => ({ ...minorKind, name, line: this.northward(u, v0, v1) }));
    }
    const shared = cuts(v0, v1, ny, () => random.whole(-18, 18));
    for (let i = 0; i < nx; i += 1) {
      const [west, east] = [us[i] ?? 0, us[i + 1] ?? 0];
      const vs = random.has(0.55) ? shared : cuts(v0, v1, ny, () => random.whole(-34, 34));
      for (let j = 1; j < ny; j += 1) {
        const v = vs[j] ?? 0;
        this.#cross(west, v);
        this.#cross(east, v);
        const name = acrossName(j);
        this.#minor.push(() => ({ ...minorKind, name, line: this.eastward(v, west, east) }));
      }
      for (let j = 0; j < ny; j += 1) {
        const [south, north] = [vs[j] ?? 0, vs[j + 1] ?? 0];
        const [u, v] = [(west + east) / 2, (south + north) / 2];
        this.blocks.push({
          ...{ column, row, u0: west, u1: east, v0: south, v1: north },
          sides: {
            south: j === 0 ? avenueEast(v0, u) : acrossName(j),
            north: j === ny - 1 ? avenueEast(v1, u) : acrossName(j + 1),
            west: i === 0 ? avenueNorth(u0, v) : alongName(i),
            east: i === nx - 1 ? avenueNorth(u1, v) : alongName(i + 1),
          },
        });
      }
    }
  }
}

const minorKind = { kind: "minor_road", detail: "residential" };

function cuts(from: number, to: number, count: number, jitter: (index: number) => number): number[] {
  return Array.from({ length: count + 1 }, (_, i) => {
    const even = from + ((to - from) * i) / count;
    return i === 0 || i === count ? even : Math.round(even + jitter(i));
  });
}

export function avenueEast(v: number, u: number): string | null {
  const road = longAvenues.get(v);
  if (!road) return null;
  return road.isWhole ? road.name : road.name.replace("*", u < axis ? "西" : "东");
}

export function avenueNorth(u: number, v: number): string | null {
  const road = crossAvenues.get(u);
  if (!road) return null;
  return road.isWhole ? road.name : road.name.replace("*", v < river.middle ? "南" : "北");
}

/** A street keeps its name through all superblocks that it crosses. */
function minorNames(random: SeededRandom): (key: string, isNew: boolean) => string {
  const pools = { old: random.shuffled(alleyNames), new: random.shuffled(newTownNames) };
  const given = new Map<string, string>();
  return (key, isNew) => {
    const known = given.get(key);
    if (known) return known;
    const name = (isNew ? pools.new : pools.old).pop() ?? `第${given.size + 1}街`;
    given.set(key, name);
    return name;
  };
}
