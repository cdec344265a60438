import type { PlanBlock } from "./street-plan";

/** 人民东路128号: by the nearest street of the block, odd on its north side, counted from west or south. */
export function addressOf(
  block: PlanBlock,
  u: number,
  v: number,
): { street: string; number: number; text: string } {
  const { sides } = block;
  const ways = [
    { street: sides.south, away: v - block.v0, along: u, isOdd: true },
    { street: sides.north, away: block.v1 - v, along: u, isOdd: false },
    { street: sides.west, away: u - block.u0, along: v, isOdd: false },
    { street: sides.east, away: block.u1 - u, along: v, isOdd: true },
  ];
  let best: { street: string; away: number; along: number; isOdd: boolean } | undefined;
  for (const { street, ...way } of ways) {
    if (street !== null && way.away < (best?.away ?? Infinity)) best = { street, ...way };
  }
  const street = best?.street ?? "环城路";
  const step = Math.max(1, Math.round((best?.along ?? 0) / 9));
  const number = step * 2 - (best?.isOdd ? 1 : 0);
  return { street, number, text: `${street}${number}号` };
}
