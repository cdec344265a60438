import type { AreaLevel } from "./posts";

/** Digits of an area's code, by level: county part 6, street 9, community 12. A city's six end in 00. */
const lengths: Record<AreaLevel, number> = { city: 6, district: 6, street: 9, community: 12 };

/**
 * The level a code can only stand for, or null when it is none. A city is 6 digits ending in 00;
 * districts are never numbered 00, streets and communities never 000.
 */
export function areaLevelOf(code: string): AreaLevel | null {
  if (!/^[1-9]\d{5}(\d{3}){0,2}$/.test(code)) return null;
  if (code.length === lengths.city) return code.endsWith("00") ? "city" : "district";
  if (code.endsWith("000")) return null;
  return code.length === lengths.street ? "street" : "community";
}

export function isAreaCode(code: string, level: AreaLevel): boolean {
  return areaLevelOf(code) === level;
}

/**
 * The code one level up as the numbers have it; null for a city. Only a first guess: a new area (管委会)
 * over several districts, or a county that became a district, has the parent its row names.
 */
export function parentAreaCode(code: string): string | null {
  switch (areaLevelOf(code)) {
    case "community":
      return code.slice(0, lengths.street);
    case "street":
      return code.slice(0, lengths.district);
    case "district":
      return `${code.slice(0, 4)}00`;
    case "city":
    case null:
      return null;
  }
}

/** The code and all above it, from the community outwards; empty when it is no code. */
export function areaCodePath(code: string): string[] {
  const path: string[] = [];
  for (let next: string | null = areaLevelOf(code) ? code : null; next; next = parentAreaCode(next))
    path.push(next);
  return path;
}
