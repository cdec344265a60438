import type { AreaLevel } from "./posts";

/** A rule as it stands on a day: what it speaks of, where, and whom it names. Dates are YYYY-MM-DD. */
export type ResponsibilityRule = {
  id: string;
  classId: string | null;
  majorCode: string | null;
  classKind: "component" | "event" | null;
  responsibleKind: string | null;
  areaId: string | null;
  areaLevel: AreaLevel | null;
  placeId: string | null;
  ownerUnitId: string | null;
  unitId: string;
  sectionId: string | null;
  personId: string | null;
  ruledInTicketId: string | null;
  validFrom: string;
  validTo: string | null;
};

/** What is asked: the ticket's class, its path of areas, and the place or owner where one is known. */
export type ResponsibilityCase = {
  classId: string;
  majorCode: string;
  classKind: "component" | "event";
  responsibleKind: string;
  isDanger: boolean;
  areaIds: readonly string[];
  placeId: string | null;
  ownerUnitId: string | null;
  day: string;
};

/** Why a rule fits, as data; the sentence is the screen's. */
export type Reason =
  | { kind: "owner" | "place" }
  | { kind: "class" | "responsible_kind" | "major" | "class_kind" | "any_class" }
  | { kind: "area"; level: AreaLevel }
  | { kind: "ruling"; ticketId: string };

export type Candidate = { rule: ResponsibilityRule; score: readonly number[]; because: Reason[] };
export type Choice = {
  decidedBy: Candidate | null;
  candidates: Candidate[];
  /** The territory acts first: no rule is known, or the danger does not wait for one (属地兜底). */
  territoryActs: boolean;
};

const levelRank: Record<AreaLevel, number> = { community: 4, street: 3, district: 2, city: 1 };

/** The rule's score against the case, most weighty part first; null when it does not speak of it. */
function scoreOf(rule: ResponsibilityRule, of: ResponsibilityCase): Candidate | null {
  if (rule.validFrom > of.day || (rule.validTo !== null && rule.validTo <= of.day)) return null;
  if (rule.classId !== null && rule.classId !== of.classId) return null;
  if (rule.majorCode !== null && rule.majorCode !== of.majorCode) return null;
  if (rule.classKind !== null && rule.classKind !== of.classKind) return null;
  if (rule.responsibleKind !== null && rule.responsibleKind !== of.responsibleKind) return null;
  if (rule.ownerUnitId !== null && rule.ownerUnitId !== of.ownerUnitId) return null;
  if (rule.placeId !== null && rule.placeId !== of.placeId) return null;
  if (rule.areaId !== null && !of.areaIds.includes(rule.areaId)) return null;
  const because: Reason[] = [];
  const owned = rule.ownerUnitId !== null ? 2 : rule.placeId !== null ? 1 : 0;
  if (owned > 0) because.push({ kind: owned === 2 ? "owner" : "place" });
  const [byClass, classReason] =
    rule.classId !== null
      ? ([4, "class"] as const)
      : rule.responsibleKind !== null
        ? ([3, "responsible_kind"] as const)
        : rule.majorCode !== null
          ? ([2, "major"] as const)
          : rule.classKind !== null
            ? ([1, "class_kind"] as const)
            : ([0, "any_class"] as const);
  because.push({ kind: classReason });
  const byArea = rule.areaId !== null && rule.areaLevel ? levelRank[rule.areaLevel] : 0;
  if (rule.areaLevel) because.push({ kind: "area", level: rule.areaLevel });
  if (rule.ruledInTicketId) because.push({ kind: "ruling", ticketId: rule.ruledInTicketId });
  return { rule, score: [owned, byClass, byArea], because };
}

/** More specific first: owner or place, then class, then area; then the newer rule; then by id, so that order never matters. */
function compare(a: Candidate, b: Candidate): number {
  for (const [index, part] of a.score.entries()) {
    const difference = (b.score[index] ?? 0) - part;
    if (difference !== 0) return difference;
  }
  if (a.rule.validFrom !== b.rule.validFrom) return a.rule.validFrom < b.rule.validFrom ? 1 : -1;
  return a.rule.id < b.rule.id ? -1 : 1;
}

/** Who answers, by which rule and why (design §4). Deterministic whatever the order of the rules. */
export function chooseResponsible(rules: readonly ResponsibilityRule[], of: ResponsibilityCase): Choice {
  const candidates = rules
    .map((rule) => scoreOf(rule, of))
    .filter((candidate) => candidate !== null)
    .sort(compare);
  return {
    decidedBy: candidates[0] ?? null,
    candidates,
    territoryActs: candidates.length === 0 || of.isDanger,
  };
}
