import "server-only";

/** No such host can be ours or anybody's (RFC 2606), so equality of origins means "stayed here". */
const base = "https://own-path.invalid";

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what is refused
const hostile = /[\u0000-\u0020\u007f-\u00a0\u2028\u2029\ufeff\\]/;

/**
 * Where to go after signing in: a path of this site as it was asked for, or the fallback. Parsed as a browser
 * parses it and compared by origin; what a browser would mend or read differently is refused, not repaired.
 */
export function ownPath(value: unknown, fallback = "/"): string {
  if (typeof value !== "string" || value.length === 0 || value.length > 2000) return fallback;
  if (!value.startsWith("/") || hostile.test(value) || !value.isWellFormed()) return fallback;
  // "//host" and what becomes it once dots or a lone percent-encoding are resolved.
  if (/^\/(\/|%2f|%5c|\.{1,2}(\/|%2f|%5c)|%2e)/i.test(value)) return fallback;
  let url: URL;
  try {
    url = new URL(value, base);
  } catch {
    return fallback;
  }
  if (url.origin !== base || url.username !== "" || url.password !== "") return fallback;
  const path = `${url.pathname}${url.search}${url.hash}`;
  if (path.startsWith("//") || path.includes("\\")) return fallback;
  // Replies of the interface and files are no pages to land on.
  if (/^\/(api|tiles|_next)(\/|$|\?)/i.test(url.pathname)) return fallback;
  return path;
}
