import type { Page } from "@playwright/test";
import { messagesOf } from "@/lib/i18n/messages";

/**
 * What a machine sees on a page that a person should not: runs in the browser, so it may use nothing from outside.
 * The rest (ugly, crowded, wrong) takes eyes, which is what the pictures are for.
 */
function look(): string[] {
  const faults: string[] = [];
  const root = document.documentElement;
  const overflow = root.scrollWidth - root.clientWidth;
  if (overflow > 0) {
    const widest = [...document.body.querySelectorAll("*")]
      .filter((element) => element.getBoundingClientRect().right > root.clientWidth + 1)
      .at(-1);
    faults.push(
      `overflows by ${overflow} px: <${widest?.tagName.toLowerCase()} class="${widest?.className}">`,
    );
  }
  for (const element of document.body.querySelectorAll<HTMLElement>(
    "button, a, label, th, td, dt, dd, summary, h1, h2, h3, [role], span, p",
  )) {
    const style = getComputedStyle(element);
    const ownText = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim());
    // 1 px wide: meant for screen readers only.
    if (!ownText || element.clientWidth <= 1 || !element.checkVisibility({ visibilityProperty: true }))
      continue;
    const isCut = element.scrollWidth > element.clientWidth + 1;
    const isButton = element.matches("button, [role='button'], [role='tab'], [role='status'] span");
    const hides = style.overflowX === "hidden" || style.overflowX === "clip";
    // An ellipsis with the whole text in a title or a link to it is a choice, not an accident.
    if (isCut && (isButton || (hides && style.textOverflow !== "ellipsis")))
      faults.push(
        `clipped <${element.tagName.toLowerCase()}>: ${(element.textContent ?? "").trim().slice(0, 60)}`,
      );
  }
  for (const image of document.images)
    if (image.complete && image.naturalWidth === 0 && image.getAttribute("src"))
      faults.push(`broken picture: ${image.getAttribute("src")}`);
  return [...new Set(faults)];
}

const namespaces = Object.keys(messagesOf("zh-CN")).join("|");
const raw = {
  "message key": new RegExp(`\\b(?:${namespaces})\\.[a-zA-Z][a-zA-Z_.]+`, "g"),
  uuid: /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g,
  "raw code": /\b[a-z]+(?:_[a-z]+)+\b/g,
};

export async function faultsOfPage(page: Page): Promise<string[]> {
  const faults = await page.evaluate(look);
  // biome-ignore lint/performance/useDomNodeTextContent: what is rendered is what a person reads
  const text = await page.locator("body").innerText();
  for (const [what, pattern] of Object.entries(raw))
    for (const found of new Set(text.match(pattern) ?? [])) faults.push(`${what} in the text: ${found}`);
  return faults;
}
