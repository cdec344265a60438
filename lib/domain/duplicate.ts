import { distanceMetres } from "../geo/distance";
import type { LngLat } from "../geo/geojson";

export type DuplicateSubject = { classId: string; point: LngLat; reportedAt: Date };
export type DuplicateRules = { radiusMetres: number; hours: number };

/** Open tickets that are likely the same problem: same class, near in place and time. Nearest first, then latest. */
export function likelyDuplicates<T extends DuplicateSubject>(
  report: DuplicateSubject,
  others: readonly T[],
  { radiusMetres, hours }: DuplicateRules,
): (T & { metres: number; hoursApart: number })[] {
  return others
    .filter(({ classId }) => classId === report.classId)
    .map((other) => ({
      ...other,
      metres: distanceMetres(report.point, other.point),
      hoursApart: Math.abs(report.reportedAt.getTime() - other.reportedAt.getTime()) / 3_600_000,
    }))
    .filter(({ metres, hoursApart }) => metres <= radiusMetres && hoursApart <= hours)
    .sort((a, b) => a.metres - b.metres || a.hoursApart - b.hoursApart);
}
