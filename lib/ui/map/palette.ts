import { type StateGroup, stateGroups } from "@/lib/domain/states";

const names = [
  "ground",
  "panel",
  "line",
  "line-strong",
  "ink",
  "muted",
  "accent",
  "map-land",
  "map-built",
  "map-green",
  "map-water",
  "map-building",
  "map-road",
  "map-road-edge",
  "map-major",
  "map-major-edge",
  "map-rail",
] as const;
type ColourName = (typeof names)[number];

export type Palette = Record<ColourName, string> & {
  state: Record<StateGroup, string>;
  isDark: boolean;
  isPaper: boolean;
  font: string;
};

/** The colours in force, as the style sheet gives them: a canvas cannot follow a custom property by itself. */
export function readPalette(isPaper = false): Palette {
  const style = getComputedStyle(document.documentElement);
  const read = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    ...(Object.fromEntries(names.map((name) => [name, read(name)])) as Record<ColourName, string>),
    state: Object.fromEntries(stateGroups.map((group) => [group, read(`state-${group}`)])) as Record<
      StateGroup,
      string
    >,
    isDark: style.colorScheme === "dark",
    isPaper,
    font: style.fontFamily,
  };
}

/**
 * Calls back when the colours change: by choice, by the system, or for paper. Before printing the light colours are put
 * on at once, because a canvas is not painted again when the style sheet for paper takes over.
 */
export function onPaletteChange(changed: (palette: Palette) => void): () => void {
  const root = document.documentElement;
  let isPaper = false;
  const tell = () => changed(readPalette(isPaper));
  const seen = new MutationObserver(tell);
  seen.observe(root, { attributes: true, attributeFilter: ["data-theme"] });
  const queries = ["(prefers-color-scheme: dark)", "print"].map((query) => window.matchMedia(query));
  for (const query of queries) query.addEventListener("change", tell);
  let kept: string | undefined;
  const before = () => {
    kept = root.dataset.theme;
    root.dataset.theme = "light";
    isPaper = true;
    tell();
  };
  const after = () => {
    if (kept === undefined) delete root.dataset.theme;
    else root.dataset.theme = kept;
    isPaper = false;
    tell();
  };
  window.addEventListener("beforeprint", before);
  window.addEventListener("afterprint", after);
  return () => {
    seen.disconnect();
    for (const query of queries) query.removeEventListener("change", tell);
    window.removeEventListener("beforeprint", before);
    window.removeEventListener("afterprint", after);
  };
}
