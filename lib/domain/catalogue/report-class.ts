import { type PublicGroup, publicGroups } from "./public-groups";
import { type NamedClass, suggestClasses } from "./suggest";

/** A class that residents may report, with the everyday group it is chosen by. */
export type ReportableClass = NamedClass & { id: string; group: PublicGroup };

/**
 * What a group means when the words say no more. A missing group has no class that most of its reports are:
 * there the reporter is asked.
 */
const usual: Partial<Record<PublicGroup, string>> = {
  rubbish: "event|06010",
  road: "event|06013",
  lamp: "component|01037",
  stall: "event|09006",
  parking: "event|09009",
  noise: "event|06028",
  green: "component|04013",
  water: "event|06025",
  toilet: "component|03001",
  advert: "event|07001",
};

export function toPublicGroup(text: unknown): PublicGroup | null {
  return publicGroups.find((group) => group === text) ?? null;
}

/**
 * The classes that the words point at, best first; in one group where it is given, and then with the group's
 * usual class at the end. Empty when neither words nor group say anything. At most `limit`.
 */
export function likelyClasses(
  text: string,
  group: PublicGroup | null,
  classes: readonly ReportableClass[],
  limit = 3,
): ReportableClass[] {
  const inGroup = group ? classes.filter((each) => each.group === group) : classes;
  const keys = suggestClasses(text, 50, inGroup).map(({ kind, code }) => `${kind}|${code}`);
  if (group) keys.push(usual[group] ?? "");
  const found = keys.flatMap((key) => inGroup.find(({ kind, code }) => `${kind}|${code}` === key) ?? []);
  return [...new Set(found)].slice(0, limit);
}
