import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { type BrowserContext, chromium, type Page } from "@playwright/test";
import type { Post } from "@/lib/domain/posts";
import { locales } from "@/lib/i18n/locales";
import globalSetup from "@/tests/e2e/global-setup";
import { demoAccount, Faults, openBrowser, signIn } from "@/tests/e2e/support";
import { findChromium } from "../lib/chromium.mjs";
import { faultsOfPage } from "./faults-of-page";
import { makePictures } from "./pictures";
import { type Screen, screens } from "./screens";

const usage = `usage: npm run screenshots -- [--only TEXT] [--pictures]
  Every screen at 1440 and 390 px, in Chinese and English, into screenshots-out/. Exit code 1 on any fault:
  console error, overflow, raw key or code, clipped words, request off this machine.
  --only TEXT   screens whose name contains TEXT
  --pictures    also makes the pictures of the README (docs/pictures)
  BASE_URL and DEMO_ACCOUNTS name a running demo to use instead of a fresh one.`;

const { values } = parseArgs({
  options: {
    only: { type: "string" },
    pictures: { type: "boolean", default: false },
    help: { type: "boolean", short: "h", default: false },
  },
});
if (values.help) {
  console.log(usage);
  process.exit(0);
}

const folder = path.resolve("screenshots-out");
const executablePath = await findChromium();
const close = await globalSetup();
const browser = await chromium.launch({
  executablePath,
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"],
});

type State = Awaited<ReturnType<BrowserContext["storageState"]>>;
const states = new Map<Post, State>();

async function stateOf(post: Post): Promise<State> {
  const known = states.get(post);
  if (known) return known;
  const context = await openBrowser(browser, new Faults());
  await signIn(await context.newPage(), demoAccount(post));
  const state = await context.storageState();
  states.set(post, state);
  await context.close();
  return state;
}

/** Loaded, drawn, and quiet: tiles come after the page, and live streams keep the network busy for ever. */
async function settle(page: Page): Promise<void> {
  await page.waitForLoadState("load");
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  const maps = page.locator("[role=application]");
  for (let index = 0; index < (await maps.count()); index += 1)
    if (await maps.nth(index).isVisible())
      await page.waitForFunction(
        (at) => document.querySelectorAll("[role=application]")[at]?.getAttribute("aria-busy") !== "true",
        index,
        { timeout: 15_000 },
      );
  await page.waitForTimeout(500);
}

let taken = 0;
const told: string[] = [];

async function take(screen: Screen, context: BrowserContext, faults: Faults, label: string): Promise<void> {
  const page = await context.newPage();
  faults.found.length = 0;
  const isPhone = label.startsWith("390");
  faults.expected = screen.name === "no-such-page" ? [/404/] : [];
  const name = `${screen.name}-${label}`;
  try {
    await page.goto(screen.path);
    await settle(page);
    if (screen.prepare) {
      if (!(await screen.prepare(page, isPhone))) {
        console.log(`  ${name}: nothing to show`);
        return;
      }
      await settle(page);
    }
    for (const fault of await faultsOfPage(page)) told.push(`${name}: ${fault}`);
    await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: isPhone });
    taken += 1;
  } catch (error) {
    told.push(`${name}: ${error instanceof Error ? error.message.split("\n")[0] : error}`);
  } finally {
    for (const fault of faults.found) told.push(`${name}: ${fault}`);
    await page.close();
  }
}

try {
  if (!values.only) rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const wanted = screens.filter(({ name }) => !values.only || name.includes(values.only));
  const posts = [...new Set(wanted.map(({ post }) => post))];
  for (const post of posts)
    for (const isPhone of [false, true])
      for (const locale of locales) {
        const faults = new Faults();
        const state = post === null ? undefined : await stateOf(post);
        const context = await openBrowser(browser, faults, { phone: isPhone, locale }, state);
        for (const screen of wanted.filter((each) => each.post === post))
          await take(screen, context, faults, `${isPhone ? 390 : 1440}-${locale}`);
        await context.close();
      }
  if (values.pictures) told.push(...(await makePictures(browser, stateOf)));
} finally {
  await browser.close();
  await close?.();
}
for (const fault of told) console.error(`! ${fault}`);
console.log(
  `screenshots: ${taken} taken, ${told.length} faults, in ${path.relative(process.cwd(), folder)}/`,
);
process.exit(told.length > 0 || taken === 0 ? 1 : 0);
