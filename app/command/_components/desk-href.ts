export const deskPath = "/command";
export type DeskMapView = { lng: number; lat: number; zoom: number };
/** What an address of the desk says: parameter → values. */
export type Params = Readonly<Record<string, readonly string[]>>;

export type Change = Record<string, string | number | readonly string[] | null>;

/** The query of an address with something changed; `null` takes a parameter away. Another list begins on its first page. */
export function deskQuery(params: Params, change: Change = {}): URLSearchParams {
  const query = new URLSearchParams();
  const isSameList = Object.keys(change).every((name) => ["page", "ticket", "map", "layer"].includes(name));
  const merged: Record<string, Change[string] | undefined> = { ...params, ...change };
  for (const [name, value] of Object.entries(merged)) {
    if (value === null || value === undefined || (name === "page" && !isSameList)) continue;
    for (const each of [value].flat()) query.append(name, String(each));
  }
  return query;
}

export function deskHref(params: Params, change: Change = {}, path = deskPath): string {
  const text = deskQuery(params, change).toString();
  return text ? `${path}?${text}` : path;
}
