import { suggestClasses } from "@/lib/domain/catalogue/suggest";
import type { ReportClass } from "@/lib/features/field/list-report-classes";

/** Classes that fit what was typed: a name, its pinyin, its initials, or words people use for it; best first. */
export function findClasses(asked: string, classes: readonly ReportClass[]): ReportClass[] {
  const said = asked.trim().toLowerCase();
  if (said === "") return [];
  const latin = said.replaceAll(/\s/g, "");
  const byWords = suggestClasses(said, 10, classes);
  const rank = (one: ReportClass): number => {
    const name = one.name.toLowerCase();
    if (name.startsWith(said) || one.nameEn.toLowerCase().startsWith(said)) return 0;
    if (one.initials.startsWith(latin)) return 1;
    if (name.includes(said) || one.nameEn.toLowerCase().includes(said)) return 2;
    const suggested = byWords.findIndex(({ kind, code }) => one.kind === kind && one.code === code);
    if (suggested >= 0) return 3 + suggested / 100;
    if (latin.length > 1 && one.initials.includes(latin)) return 4;
    if (latin.length > 2 && one.pinyin.toLowerCase().includes(latin)) return 5;
    return Number.POSITIVE_INFINITY;
  };
  return classes
    .map((one) => ({ one, rank: rank(one) }))
    .filter((each) => Number.isFinite(each.rank))
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ one }) => one);
}
