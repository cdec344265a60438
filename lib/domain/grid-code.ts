import { areaLevelOf } from "./area-code";

/**
 * Unit grid (单元网格), 15 characters: community 12 + sequence 3. Digits by default; the standard's
 * attribute table allows capital letters too.
 */
export function isUnitGridCode(code: string): boolean {
  return /^[0-9A-Z]{15}$/.test(code);
}

export function unitGridCode(communityCode: string, sequence: number): string {
  requireCommunity(communityCode);
  return communityCode + padded(sequence, 3);
}

/** The community and sequence of a unit grid; null where letters hide them or the community is none. */
export function parseUnitGridCode(code: string): { communityCode: string; sequence: number } | null {
  if (!/^\d{15}$/.test(code)) return null;
  const communityCode = code.slice(0, 12);
  const sequence = Number(code.slice(12));
  return areaLevelOf(communityCode) === "community" && sequence > 0 ? { communityCode, sequence } : null;
}

/** Data of the 2005 edition has 14 digits, its sequence two: a nought goes before it. Null when it is none. */
export function unitGridCodeFromLegacy(code: string): string | null {
  return /^\d{14}$/.test(code) ? `${code.slice(0, 12)}0${code.slice(12)}` : null;
}

/** Community grid (社区网格): the city's own code, community 12 + W + two or three digits. */
export function communityGridCode(communityCode: string, sequence: number): string {
  requireCommunity(communityCode);
  return `${communityCode}W${padded(sequence, sequence > 99 ? 3 : 2)}`;
}

export function parseCommunityGridCode(code: string): { communityCode: string; sequence: number } | null {
  const [, communityCode, digits] = /^(\d{12})W(\d{2,3})$/.exec(code) ?? [];
  if (!communityCode || !digits || areaLevelOf(communityCode) !== "community") return null;
  const sequence = Number(digits);
  // One grid, one spelling: 001 would be a second name of 01.
  const isPlain = digits.length === 2 || sequence > 99;
  return sequence > 0 && isPlain ? { communityCode, sequence } : null;
}

export function isCommunityGridCode(code: string): boolean {
  return parseCommunityGridCode(code) !== null;
}

function requireCommunity(code: string): void {
  if (areaLevelOf(code) !== "community") throw new Error(`${code} is no community's code`);
}

function padded(sequence: number, width: number): string {
  if (!Number.isInteger(sequence) || sequence < 1 || sequence >= 1000)
    throw new Error(`a grid's sequence is 1 to 999, not ${sequence}`);
  return String(sequence).padStart(width, "0");
}
