/** Per cent of the desk for each pane, by the panes that are there; the person's own widths replace them. */
export type PaneLayouts = Readonly<Record<string, Readonly<Record<string, number>>>>;

export const usualLayouts: PaneLayouts = {
  "list-map": { list: 58, map: 42 },
  "list-map-ticket": { list: 41, map: 25, ticket: 34 },
  "list-ticket": { list: 58, ticket: 42 },
  list: { list: 100 },
};

export const layoutsCookie = "gk_desk_panes";
export const mapCookie = "gk_desk_map";

/** Reads the remembered widths; whatever does not fit (an old or foreign cookie) counts as nothing. */
export function readLayouts(cookie: string | undefined): PaneLayouts {
  if (!cookie || cookie.length > 1_000) return {};
  try {
    const stored: unknown = JSON.parse(cookie);
    if (typeof stored !== "object" || stored === null) return {};
    const fits = ([key, layout]: [string, unknown]): [string, Record<string, number>][] => {
      const panes = Object.keys(usualLayouts[key] ?? {});
      if (panes.length === 0 || typeof layout !== "object" || layout === null) return [];
      const widths = Object.entries(layout).filter(
        (entry): entry is [string, number] =>
          panes.includes(entry[0]) && typeof entry[1] === "number" && entry[1] > 0 && entry[1] <= 100,
      );
      return widths.length === panes.length ? [[key, Object.fromEntries(widths)]] : [];
    };
    return Object.fromEntries(Object.entries(stored).flatMap(fits));
  } catch {
    return {};
  }
}
