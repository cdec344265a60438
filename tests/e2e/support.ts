import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { AxeBuilder } from "@axe-core/playwright";
import { type Browser, type BrowserContext, test as base, expect, type Page } from "@playwright/test";
import sharp from "sharp";
import type { Post } from "@/lib/domain/posts";
import { type Locale, localeCookie, type Theme, themeCookie } from "@/lib/i18n/locales";
import type { Messages } from "@/lib/i18n/messages";
import type { SiteHome } from "../support/site-home";

/** Playwright journeys share what is here: people with a post, a browser each, and nothing that passes unseen. */
export type Account = { login: string; password: string };
export type Look = { phone?: boolean; locale?: Locale; theme?: Theme };

export const desktop = { width: 1440, height: 900 };
export const phone = { width: 390, height: 844 };

export function siteUrl(): string {
  const url = process.env.BASE_URL;
  if (!url) throw new Error("BASE_URL is not set: the global set-up has not run");
  return url;
}

/** A namespace of the product's own messages. Read as files: Playwright's loader takes no JSON modules. */
export function wordsOf<Name extends keyof Messages>(locale: Locale, namespace: Name): Messages[Name] {
  return JSON.parse(readFileSync(`lib/i18n/messages/${locale}/${namespace}.json`, "utf8"));
}

/** Lines `login<TAB>password<TAB>post`, as the demo writes them; the first account of a post is its own. */
export function demoAccount(post: Post): Account {
  const file = process.env.DEMO_ACCOUNTS;
  if (!file) throw new Error("DEMO_ACCOUNTS is not set: where are the demo accounts?");
  for (const line of readFileSync(file, "utf8").split("\n")) {
    const [login = "", password = "", of = ""] = line.trim().split(/\s+/);
    if (of === post) return { login, password };
  }
  throw new Error(`the demo has no account for ${post}`);
}

/** The command line on a data folder of its own, outside of the demo. Answers what it printed; throws when it failed. */
export function gridkeep(home: SiteHome, ...args: string[]): string {
  return runNode(home, ["scripts/run.mjs", "gridkeep", ...args]);
}

export function runNode(home: SiteHome, args: readonly string[]): string {
  const done = spawnSync(process.execPath, args, {
    encoding: "utf8",
    env: { ...process.env, ...home.env, GRIDKEEP_DEMO: "0" },
  });
  if (done.status !== 0) throw new Error(`${args.join(" ")}: ${done.stdout}${done.stderr}`);
  return done.stdout;
}

const isLoopback = (url: string) => /^(https?|wss?):\/\/(127\.0\.0\.1|localhost|\[::1\])(:|\/|$)/.test(url);

/** What went wrong in a browser without anybody looking: errors in its console, requests to elsewhere. */
export class Faults {
  readonly found: string[] = [];
  /** Refusals that a test provokes are told in the console too. */
  expected: RegExp[] = [];

  async watch(context: BrowserContext): Promise<void> {
    await context.route(
      (url) => !isLoopback(url.href) && !["data:", "blob:"].includes(url.protocol),
      async (route) => {
        this.found.push(`request off loopback: ${route.request().url()}`);
        await route.abort();
      },
    );
    context.on("weberror", (error) => this.found.push(`exception: ${error.error().message}`));
    context.on("console", (message) => {
      if (message.type() !== "error") return;
      const text = `${message.text()} (${message.location().url})`;
      if (!this.expected.some((pattern) => pattern.test(text))) this.found.push(`console: ${text}`);
    });
  }
}

export async function openBrowser(
  browser: Browser,
  faults: Faults,
  { phone: isPhone = false, locale = "zh-CN", theme = "light" }: Look = {},
  state?: Awaited<ReturnType<BrowserContext["storageState"]>>,
  url = siteUrl(),
): Promise<BrowserContext> {
  const context = await browser.newContext({
    baseURL: url,
    viewport: isPhone ? phone : desktop,
    isMobile: isPhone,
    hasTouch: isPhone,
    locale,
    timezoneId: "Asia/Shanghai",
    reducedMotion: "reduce",
    ...(state ? { storageState: state } : {}),
  });
  await context.addCookies([
    { name: localeCookie, value: locale, url },
    { name: themeCookie, value: theme, url },
  ]);
  await faults.watch(context);
  return context;
}

async function sendSignIn(page: Page, { login, password }: Account): Promise<void> {
  await page.goto("/sign-in");
  await page.locator('input[name="login"]').fill(login);
  await page.locator('input[name="password"]').fill(password);
  await page.locator('form:has(input[name="password"]) button:not([type="button"])').click();
}

/** Somebody new: an initial password opens nothing but its own change. */
export async function signInFirst(page: Page, account: Account, newPassword: string): Promise<void> {
  await sendSignIn(page, account);
  await page.waitForURL(/\/sign-in\/change-password/);
  await page.locator('input[name="currentPassword"]').fill(account.password);
  await page.locator('input[name="newPassword"]').fill(newPassword);
  await page.locator('input[name="repeatPassword"]').fill(newPassword);
  await page.locator('form:has(input[name="newPassword"]) button:not([type="button"])').click();
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"), { timeout: 30_000 });
}

/** Through the sign-in page, as a person does it. */
export async function signIn(page: Page, account: Account): Promise<void> {
  await sendSignIn(page, account);
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"), { timeout: 30_000 });
}

type State = Awaited<ReturnType<BrowserContext["storageState"]>>;

/** One sign-in per account and run: later tests go on with its session. */
const signedIn = new Map<string, State>();

export class People {
  readonly faults = new Faults();
  private readonly contexts: BrowserContext[] = [];

  constructor(private readonly browser: Browser) {}

  async resident(look: Look = {}): Promise<Page> {
    return this.open(look);
  }

  async post(post: Post, look: Look = {}): Promise<Page> {
    return this.as(demoAccount(post), look);
  }

  async as(account: Account, look: Look = {}): Promise<Page> {
    const key = `${siteUrl()} ${account.login}`;
    const known = signedIn.get(key);
    const page = await this.open(look, known);
    if (known) return page;
    await signIn(page, account);
    signedIn.set(key, await page.context().storageState());
    return page;
  }

  private async open(look: Look, state?: State): Promise<Page> {
    const context = await openBrowser(this.browser, this.faults, look, state);
    this.contexts.push(context);
    return context.newPage();
  }

  async leave(): Promise<void> {
    for (const context of this.contexts) await context.close();
  }
}

/** `people` closes their browsers and fails the test on what went wrong unseen. */
export const test = base.extend<{ people: People }>({
  people: async ({ browser }, use) => {
    const people = new People(browser);
    await use(people);
    await people.leave();
    expect(people.faults.found).toEqual([]);
  },
});
export { expect } from "@playwright/test";

/** No violation of any rule of axe, of any weight. */
export async function axeClean(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const told = violations.map(
    ({ id, help, nodes }) =>
      `${id}: ${help}\n${nodes.map(({ html, failureSummary }) => `    ${html.slice(0, 160)} ${failureSummary?.split("\n").slice(1).join(" ")}`).join("\n")}`,
  );
  expect(told, `${page.url()} is clean for axe`).toEqual([]);
}

/** A photo as a telephone sends it: a street with rubbish on it, drawn; another seed, another street. */
export async function photo(seed = 1, trouble: "rubbish" | "none" = "rubbish"): Promise<Buffer> {
  let state = seed * 7919 + 17;
  const pick = (most: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % most;
  };
  const houses = Array.from({ length: 6 }, (_, index) => {
    const top = 60 + pick(180);
    return `<rect x="${index * 200}" y="${top}" width="196" height="${500 - top}" fill="hsl(${pick(60) + 20} 18% ${62 + pick(20)}%)"/>`;
  });
  const bags = Array.from({ length: trouble === "rubbish" ? 16 : 0 }, () => {
    const [x, y] = [420 + pick(380), 620 + pick(120)];
    return `<ellipse cx="${x}" cy="${y}" rx="${26 + pick(30)}" ry="${18 + pick(22)}" fill="hsl(${pick(360)} 14% ${22 + pick(30)}%)"/>`;
  });
  const street = `<rect y="500" width="1200" height="60" fill="#b9b4aa"/><rect y="560" width="1200" height="340" fill="#70767a"/>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="900"><rect width="1200" height="500" fill="#dbe6ee"/>${houses.join("")}${street}${bags.join("")}</svg>`;
  return sharp(Buffer.from(svg)).jpeg({ quality: 82 }).toBuffer();
}

export async function addPhoto(page: Page, name: string, buffer: Buffer): Promise<void> {
  const input = page.locator('input[type="file"]:not([capture])').last();
  await input.setInputFiles({ name, mimeType: "image/jpeg", buffer });
}
