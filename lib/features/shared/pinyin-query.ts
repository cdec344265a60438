import "server-only";
import { pinyin } from "pinyin-pro";

/** Longer than any name that somebody would spell. */
const longest = 24;
const rest = "[a-z0-9]* ";

export type PinyinQuery = {
  /** For PostgreSQL's `~`; nothing but small letters, digits and signs of this file. */
  pattern: string;
  /** Where in a pinyin key it is found, or null. */
  find(key: string): { from: number; to: number } | null;
};

/**
 * Finds names by their pinyin key (`ren min lu`): whole syllables, their beginnings, or a mixture ("renminlu", "rml",
 * "rmlu", "renm路"). Chinese characters stand for how they sound, so that traditional ones find what is written in
 * simplified ones. A house number after the name does not count. Null when nothing is left to look for.
 */
export function pinyinQuery(said: string): PinyinQuery | null {
  const name = said
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[0-9]+\s*(?:(?:号|號|弄|室|栋|幢|hao).*)?$/u, "")
    .trim();
  const parts = [...name].flatMap((character) => {
    if (/[a-z0-9]/.test(character)) return character;
    if (!/\p{Script=Han}/u.test(character)) return [];
    return pinyin(character, { toneType: "none" }).replace(/[^a-z]/g, "") || [];
  });
  const { length } = parts.join("");
  if (length < 2 || length > longest) return null;
  return { pattern: `(^| )${parts.join(`(${rest})?`)}`, find: (key) => findParts(key, parts) };
}

/** What the pattern says, without a regular expression made of somebody's words. */
function findParts(key: string, parts: readonly string[]): { from: number; to: number } | null {
  const follow = (at: number, nth: number): number | null => {
    const part = parts[nth];
    if (part === undefined) return at;
    const here = key.startsWith(part, at) ? follow(at + part.length, nth + 1) : null;
    if (here !== null || nth === 0) return here;
    // The syllable may be left unfinished.
    const space = key.indexOf(" ", at);
    return space >= 0 && key.startsWith(part, space + 1) ? follow(space + 1 + part.length, nth + 1) : null;
  };
  for (let from = 0; ; ) {
    const to = follow(from, 0);
    if (to !== null) return { from, to };
    const space = key.indexOf(" ", from);
    if (space < 0) return null;
    from = space + 1;
  }
}
