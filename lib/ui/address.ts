export type Search = Record<string, string | string[] | undefined>;

/** The first of each parameter; empty ones count as absent. */
export function plainSearch(search: Search): Record<string, string> {
  return Object.fromEntries(
    Object.entries(search).flatMap(([name, value]) => {
      const first = Array.isArray(value) ? value[0] : value;
      return first ? [[name, first.slice(0, 200)]] : [];
    }),
  );
}

/** The same list with something changed; `undefined` takes a parameter away. */
export function hrefWith(
  path: string,
  search: Record<string, string>,
  change: Record<string, string | number | undefined>,
): string {
  const merged = { ...search, ...change };
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(merged))
    if (value !== undefined && value !== "") query.set(name, String(value));
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}
