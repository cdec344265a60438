import { type NamedClass, suggestAmong } from "./suggest";

/** A class as people look for it: by its names and code, its pinyin without blanks, and the initials of that. */
type FindableClass = NamedClass & { pinyin: string; initials: string };

/** The keys to find a class by, from its pinyin with blanks between the syllables ("bao lu la ji"). */
export function pinyinKeys(spaced: string): { pinyin: string; initials: string } {
  const syllables = spaced.split(" ");
  return { pinyin: syllables.join(""), initials: syllables.map(([first = ""]) => first).join("") };
}

/** Classes that fit what was typed: a name, pinyin, initials, a code, or words people use for it; best first. */
export function findClasses<C extends FindableClass>(asked: string, classes: readonly C[]): C[] {
  const said = asked.trim().toLowerCase();
  if (said === "") return [];
  const latin = said.replaceAll(/\s/g, "");
  const byWords = suggestAmong(said, 10, classes);
  const rank = (one: C): number => {
    const names = [one.name.toLowerCase(), one.nameEn.toLowerCase()];
    const pinyin = one.pinyin.toLowerCase();
    if (one.code.startsWith(latin) || names.some((name) => name.startsWith(said))) return 0;
    if (one.initials.startsWith(latin) || pinyin.startsWith(latin)) return 1;
    if (names.some((name) => name.includes(said))) return 2;
    const suggested = byWords.indexOf(one);
    if (suggested >= 0) return 3 + suggested / 100;
    // Two letters stand in too many words.
    if (latin.length > 1 && one.initials.includes(latin)) return 4;
    if (latin.length > 2 && pinyin.includes(latin)) return 5;
    return Number.POSITIVE_INFINITY;
  };
  return classes
    .map((one) => ({ one, rank: rank(one) }))
    .filter((each) => Number.isFinite(each.rank))
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ one }) => one);
}
