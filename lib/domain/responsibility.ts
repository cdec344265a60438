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

/** Does the rule speak of this case at all, on this day? */
function fits(rule: ResponsibilityRule, of: ResponsibilityCase): boolean {
  const isOpenOr = (named: string | null, actual: string | null) => named === null || named === actual;
  return (
    rule.validFrom <= of.day &&
    (rule.validTo === null || of.day < rule.validTo) &&
    isOpenOr(rule.classId, of.classId) &&
    isOpenOr(rule.majorCode, of.majorCode) &&
    isOpenOr(rule.classKind, of.classKind) &&
    isOpenOr(rule.responsibleKind, of.responsibleKind) &&
    isOpenOr(rule.ownerUnitId, of.ownerUnitId) &&
    isOpenOr(rule.placeId, of.placeId) &&
    (rule.areaId === null || of.areaIds.includes(rule.areaId))
  );
}

/**
 * Score parts, weightiest first: owner and place, class, area. Inside a part each named thing weighs more
 * than all lesser ones together, so a rule that says everything another says, and more, always comes before it.
 */
function scored(rule: ResponsibilityRule): Candidate {
  const because: Reason[] = [];
  const named = (value: string | null, weight: number, reason: Reason) => {
    if (value === null) return 0;
    because.push(reason);
    return weight;
  };
  const bySpot = named(rule.ownerUnitId, 2, { kind: "owner" }) + named(rule.placeId, 1, { kind: "place" });
  const byClass =
    named(rule.classId, 8, { kind: "class" }) +
    named(rule.responsibleKind, 4, { kind: "responsible_kind" }) +
    named(rule.majorCode, 2, { kind: "major" }) +
    named(rule.classKind, 1, { kind: "class_kind" });
  if (byClass === 0) because.push({ kind: "any_class" });
  const byArea = rule.areaId !== null && rule.areaLevel ? levelRank[rule.areaLevel] : 0;
  if (byArea > 0 && rule.areaLevel) because.push({ kind: "area", level: rule.areaLevel });
  if (rule.ruledInTicketId) because.push({ kind: "ruling", ticketId: rule.ruledInTicketId });
  return { rule, score: [bySpot, byClass, byArea], because };
}

/** More specific first; then the newer rule; then by id, so that their order never matters. */
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
    .filter((rule) => fits(rule, of))
    .map(scored)
    .sort(compare);
  return {
    decidedBy: candidates[0] ?? null,
    candidates,
    territoryActs: candidates.length === 0 || of.isDanger,
  };
}
