import { suggestWords } from "./suggest-words";

export type Suggestion = { kind: "component" | "event"; code: string; score: number };
/** A class by its names, so that one without words of its own is found too ("报刊亭", "Newspaper kiosk"). */
export type NamedClass = { kind: "component" | "event"; code: string; name: string; nameEn: string };

/**
 * The classes whose words occur in the text, best first: longer words say more. The class is suggested,
 * never chosen for anyone. Both languages are looked for, as people mix them. At most `limit`.
 */
export function suggestClasses(text: string, limit = 5, named: readonly NamedClass[] = []): Suggestion[] {
  const said = text.normalize("NFKC").slice(0, 500).toLowerCase();
  const latin = ` ${latinStems(said).join(" ")} `;
  const scores = new Map<string, number>();
  const add = (key: string, words: readonly string[]) => {
    const found = words.filter((word) => occurs(word, said, latin));
    // A word inside a longer one that was found says nothing more.
    const telling = found.filter((word) => !found.some((other) => other !== word && other.includes(word)));
    const score = telling.reduce((sum, word) => sum + weight(word), 0);
    if (score > 0) scores.set(key, (scores.get(key) ?? 0) + score);
  };
  for (const [key, words] of Object.entries(suggestWords)) add(key, words);
  for (const { kind, code, name, nameEn } of named)
    add(`${kind}|${code}`, [name.replace(/异常$/, ""), nameEn.replace(/: out of order$/, "").toLowerCase()]);
  return [...scores]
    .map(([key, score]) => toSuggestion(key, score))
    .sort((a, b) => b.score - a.score || compareKeys(a, b))
    .slice(0, limit);
}

/** The same, as the classes of that list themselves. */
export function suggestAmong<C extends NamedClass>(text: string, limit: number, classes: readonly C[]): C[] {
  return suggestClasses(text, limit, classes).flatMap(
    ({ kind, code }) => classes.find((each) => each.kind === kind && each.code === code) ?? [],
  );
}

/** With equal words the event comes first: a component is often only the place ("rats in the flower bed"). */
function compareKeys(a: Suggestion, b: Suggestion): number {
  if (a.kind !== b.kind) return a.kind === "event" ? -1 : 1;
  return a.code < b.code ? -1 : 1;
}

function toSuggestion(key: string, score: number): Suggestion {
  const [kind, code = ""] = key.split("|");
  return { kind: kind === "component" ? "component" : "event", code, score };
}

const isLatin = (word: string) => /^[\x20-\x7e]+$/.test(word);

/** Latin words count whole and without their plural: "ice" is not in "nice", "bins" is "bin". */
function occurs(word: string, said: string, latin: string): boolean {
  if (!isLatin(word)) return said.includes(word.toLowerCase());
  const stems = latinStems(word.toLowerCase());
  return stems.length > 0 && latin.includes(` ${stems.join(" ")} `);
}

function latinStems(text: string): string[] {
  return (text.match(/[a-z0-9-]+/g) ?? []).map((word) =>
    word.length > 3 && word.endsWith("s") && !word.endsWith("ss") ? word.slice(0, -1) : word,
  );
}

/** Two Chinese characters weigh about as much as one English word; phrases more than their words. */
function weight(word: string): number {
  return isLatin(word) ? 3 * word.split(" ").length ** 1.5 : word.length ** 1.5;
}
