import { expect, type Page } from "@playwright/test";
import type { TicketState } from "@/lib/domain/states";
import type { TicketCommand } from "@/lib/domain/ticket/commands";
import type { Locale } from "@/lib/i18n/locales";
import { addPhoto, photo, wordsOf } from "./support";

/** The steps of a ticket's life as people do them in their browsers; journeys are made of these. */

type Fields = Record<string, string>;

/** Opens the ticket on a screen of its person and waits until the panel shows its number. */
export async function openTicket(page: Page, screen: "/command" | "/unit" | "/field", number: string) {
  await page.goto(`${screen}?ticket=${number}`);
  await expect(page.locator("#ticket-number")).toHaveText(number);
}

/** The state in words, where the panel shows it. */
export async function expectState(page: Page, state: TicketState, locale: Locale = "zh-CN") {
  await expect(page.locator("article[aria-labelledby=ticket-number] header")).toContainText(
    wordsOf(locale, "state")[state],
  );
}

/** A command's form, opened if it does not stand open. */
export async function openCommand(page: Page, command: TicketCommand) {
  const form = page.locator("details", { has: page.locator(`> [data-command="${command}"]`) });
  // The rarer ones wait under "more", which opens like a drawer.
  const drawer = page.locator("details:not([name])", { has: form }).first();
  if ((await drawer.count()) > 0 && (await drawer.getAttribute("open")) === null)
    await drawer.locator("> summary").click();
  if ((await form.getAttribute("open")) === null) await form.locator("> summary").click();
  return form;
}

/**
 * Fills the form's fields by name (a radio by its value, a list by the words of its choice), adds a photo to each
 * field of photos, sends it, and waits until it was taken.
 */
export async function doCommand(
  page: Page,
  command: TicketCommand,
  fields: Fields = {},
  photos: readonly Buffer[] = [],
): Promise<void> {
  const form = await openCommand(page, command);
  for (const [name, value] of Object.entries(fields)) {
    const inputs = form.locator(`[name="${name}"]`);
    const kind = await inputs.first().evaluate((input) => `${input.tagName} ${input.getAttribute("type")}`);
    if (kind.endsWith("radio")) await form.locator(`[name="${name}"][value="${value}"]`).check();
    else if (kind.startsWith("SELECT")) {
      const choice = inputs.locator("option", { hasText: value }).first();
      await inputs.selectOption((await choice.getAttribute("value")) ?? "");
    } else await inputs.fill(value);
  }
  for (const [index, buffer] of photos.entries()) {
    const input = form.locator('input[type="file"]:not([capture])').nth(index);
    await input.setInputFiles({ name: `${command}-${index}.jpg`, mimeType: "image/jpeg", buffer });
    await expect(form.locator("input[type=hidden][name*=hotos]")).toHaveCount(index + 1, { timeout: 20_000 });
  }
  const button = form.locator("form button[type=submit]");
  await expect(button).toBeEnabled();
  const { pathname } = new URL(page.url());
  const answered = page.waitForResponse(
    (answer) => answer.request().method() === "POST" && new URL(answer.url()).pathname === pathname,
  );
  await button.click();
  await answered;
}

/** Reports as a resident does, the place by a tap on the map. Answers number and tracking code. */
export async function reportAsResident(
  page: Page,
  { description, placeWords, at }: { description: string; placeWords: string; at?: { x: number; y: number } },
): Promise<{ number: string; code: string }> {
  await page.goto("/report");
  await addPhoto(page, "rubbish.jpg", await photo(7));
  await expect(page.locator('input[name="photos"]')).toHaveCount(1, { timeout: 20_000 });
  const map = page.locator("canvas").first();
  await map.waitFor();
  const box = await map.locator("xpath=ancestor::*[contains(@class,'leaflet-container')]").boundingBox();
  if (!box) throw new Error("the map has no size");
  const point = at ?? { x: 0.5, y: 0.5 };
  await page.mouse.click(box.x + box.width * point.x, box.y + box.height * point.y);
  await expect(page.locator('input[name="lng"]')).not.toHaveValue("");
  await page.locator('input[name="placeWords"]').fill(placeWords);
  await page.locator('textarea[name="description"]').fill(description);
  await page.locator('button[name="do"][value="report"]').click();
  const code = await textOf(page, "output");
  return { number: await textOf(page, "dl dd"), code };
}

/** What the first of these says, once it is there. */
export async function textOf(page: Page, selector: string): Promise<string> {
  return ((await page.locator(selector).first().textContent({ timeout: 20_000 })) ?? "").trim();
}

/** The reporter looks with the code; the state in the words of residents. */
export async function track(page: Page, code: string): Promise<void> {
  await page.goto("/track");
  await page.locator('input[name="code"]').fill(code);
  await page.locator('form:has(input[name="code"]) button').click();
  await expect(page.locator("#tracked")).toBeVisible();
}

/** The name of whoever is signed in, as the head of each page has it: "账号: 名字, 岗位". */
export async function signedInName(page: Page): Promise<string> {
  const label = await page.locator("header summary[aria-label*=': ']").getAttribute("aria-label");
  const name = /: (.+?), /.exec(label ?? "")?.[1];
  if (!name) throw new Error(`nobody is signed in on ${page.url()}`);
  return name;
}
