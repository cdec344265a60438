import { layoutsCookie, mapCookie, readLayouts } from "./pane-layouts";

/** Habits of this browser. Cookies, so that the server lays the panes out as they were and nothing jumps. */
function setCookie(name: string, value: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in browsers still in use
  document.cookie = `${name}=${encodeURIComponent(value)}; path=/command; max-age=${365 * 86_400}; samesite=lax`;
}

function cookie(name: string): string | undefined {
  const found = document.cookie.split("; ").find((each) => each.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : undefined;
}

export function rememberLayout(key: string, layout: Readonly<Record<string, number>>): void {
  const rounded = Object.fromEntries(
    Object.entries(layout).map(([pane, width]) => [pane, Math.round(width * 10) / 10]),
  );
  setCookie(layoutsCookie, JSON.stringify({ ...readLayouts(cookie(layoutsCookie)), [key]: rounded }));
}

export function rememberMap(isOn: boolean): void {
  setCookie(mapCookie, isOn ? "on" : "off");
}
