import { mkdirSync, statSync } from "node:fs";
import path from "node:path";
import type { Browser, BrowserContext, Page } from "@playwright/test";
import sharp from "sharp";
import type { Post } from "@/lib/domain/posts";
import { Faults, type Look, openBrowser } from "@/tests/e2e/support";
import { type Stage, stages } from "./stages";

const mostBytes = 150_000;
const mostPictures = 12;
type State = Awaited<ReturnType<BrowserContext["storageState"]>>;

/** The pictures of the README: few, small, and of the demo city only. Answers what went wrong. */
export async function makePictures(
  browser: Browser,
  stateOf: (post: Post) => Promise<State>,
): Promise<string[]> {
  if (stages.length > mostPictures) return [`more than ${mostPictures} pictures`];
  const folder = path.resolve("docs/pictures");
  mkdirSync(folder, { recursive: true });
  const told: string[] = [];
  for (const stage of stages) {
    const faults = new Faults();
    const look: Look = { phone: stage.isPhone ?? false, locale: "zh-CN", theme: stage.theme ?? "light" };
    const state = stage.post ? await stateOf(stage.post) : undefined;
    const context = await openBrowser(browser, faults, look, state);
    try {
      const page = await context.newPage();
      await page.goto(stage.path);
      await page.waitForTimeout(1_200);
      await stage.prepare?.(page);
      await page.waitForTimeout(800);
      await save(page, stage, folder);
    } catch (error) {
      told.push(`picture ${stage.name}: ${error instanceof Error ? error.message.split("\n")[0] : error}`);
    } finally {
      told.push(...faults.found.map((fault) => `picture ${stage.name}: ${fault}`));
      await context.close();
    }
  }
  return told;
}

async function save(page: Page, stage: Stage, folder: string): Promise<void> {
  const png = await page.screenshot();
  const file = path.join(folder, `${stage.name}.webp`);
  for (const quality of [86, 78, 70, 60, 50]) {
    await sharp(png).webp({ quality, effort: 6 }).toFile(file);
    if (statSync(file).size <= mostBytes) return;
  }
  throw new Error(`does not fit into ${mostBytes} bytes`);
}
