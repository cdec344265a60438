import "server-only";
import { type SQL, sql } from "drizzle-orm";

const cjk = /\p{Script=Han}/u;
const tokenPattern = /\p{Script=Han}+|[\p{L}\p{N}]+/gu;

/**
 * Words of a text as the index holds them: Chinese as single characters and bigrams (so that a
 * two-character word is found without a dictionary), other scripts as lower-case words.
 */
export function searchTokens(text: string): string[] {
  const tokens = new Set<string>();
  for (const [run] of text.toLowerCase().normalize("NFKC").matchAll(tokenPattern)) {
    if (!cjk.test(run)) {
      tokens.add(run.slice(0, 60));
      continue;
    }
    const characters = [...run];
    for (const [index, character] of characters.entries()) {
      tokens.add(character);
      const following = characters[index + 1];
      if (following !== undefined) tokens.add(character + following);
    }
  }
  return [...tokens];
}

/** What is asked for: bigrams only where a run has two characters or more, so that hits are exact. */
function queryTokens(text: string): string[] {
  const tokens: string[] = [];
  for (const [run] of text.toLowerCase().normalize("NFKC").matchAll(tokenPattern)) {
    const characters = [...run];
    if (!cjk.test(run) || characters.length === 1) tokens.push(run.slice(0, 60));
    else
      for (let index = 0; index + 1 < characters.length; index++)
        tokens.push(`${characters[index]}${characters[index + 1]}`);
  }
  return tokens.slice(0, 24);
}

/** `array_to_tsvector` takes the words as they are: no parser, no configuration, no quoting. */
export function searchVector(texts: readonly string[]): SQL<string> {
  const tokens = searchTokens(texts.join("\n"));
  return sql<string>`array_to_tsvector(${sql.param(tokens.length > 0 ? tokens : ["∅"])}::text[])`;
}

/** Every word must be there; a last Latin word or number may be a beginning. Null when nothing was asked. */
export function searchCondition(column: SQL | { name: string }, text: string): SQL | null {
  const tokens = queryTokens(text);
  if (tokens.length === 0) return null;
  const query = tokens
    .map((token, index) => {
      const quoted = `'${token.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
      return index === tokens.length - 1 && !cjk.test(token) ? `${quoted}:*` : quoted;
    })
    .join(" & ");
  return sql`${column} @@ ${query}::tsquery`;
}
