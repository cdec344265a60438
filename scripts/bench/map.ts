import { type Browser, type BrowserContext, chromium, type Page } from "@playwright/test";
import type pg from "pg";
import { makeDb, makePool } from "@/db/client";
import { migrateDatabase } from "@/db/migrate";
import { joinServer } from "@/db/server";
import { gridkeep, signInFirst } from "@/tests/e2e/support";
import { startSite } from "@/tests/support/site";
import { makeSiteHome } from "@/tests/support/site-home";
import { makeSmallCity } from "@/tests/support/small-city";
import { findChromium } from "../lib/chromium.mjs";
import { type PlainFeature, serveLeafletPage } from "./leaflet-page";
import type { Result, Suite } from "./main";
import { syntheticBasemap, syntheticCells } from "./synthetic-city";
import { fillBasemap, fillCells, fillTickets } from "./tiles-data";

const basemapCount = 15_000;
const ticketCount = 20_000;
const mappedBox = { west: 110.13, south: 30.05, east: 110.2, north: 30.1 };
const view = { lng: 110.165, lat: 30.075, zoom: 15 };
const slowMs = 50;

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

type Seen = { firstMs: number; frames: number; slow: number; longestMs: number };
type Way = { name: string; open(page: Page): Promise<void>; context: BrowserContext };

/**
 * First whole picture of the map and the frames of a fixed pan, in Chromium: ours (the desk's map with cells, basemap
 * and tickets) beside Leaflet's own GeoJSON layer of the same features, on canvas and as SVG (its default), all maps
 * of one size. Ours is a whole page of the product with its list; the others are nothing but a map.
 */
export const suite: Suite = async ({ count, say }) => {
  const rounds = count ?? 3;
  const home = await makeSiteHome("gridkeep-bench-map-");
  const server = home.env.DATABASE_URL ? null : await joinServer(home.data);
  const url = home.env.DATABASE_URL || server?.url() || "";
  const closers: (() => unknown)[] = [() => home.remove(), () => server?.leave()];
  try {
    await migrateDatabase(url);
    const pool = makePool({ connectionString: url });
    const city = await makeSmallCity(makeDb(pool));
    await fillCells(pool, city, syntheticCells());
    await fillBasemap(pool, syntheticBasemap(basemapCount, mappedBox));
    await fillTickets(pool, city, ticketCount);
    const features = await featuresOf(pool);
    await pool.end();
    const made: { initialPassword: string } = JSON.parse(
      gridkeep(
        home,
        "user",
        "create",
        "desk",
        "--name",
        "王派遣",
        "--post",
        "dispatcher",
        "--area",
        "990000",
        "--json",
      ),
    );
    const site = await startSite(home, { isDemo: false });
    closers.push(() => site.close());
    const browser = await chromium.launch({
      executablePath: await findChromium(),
      args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"],
    });
    closers.push(() => browser.close());
    const desk = await browser.newContext({
      baseURL: site.url,
      viewport: { width: 1440, height: 900 },
      locale: "zh-CN",
    });
    const page = await desk.newPage();
    await signInFirst(page, { login: "desk", password: made.initialPassword }, "Bench-of-the-desk-2026");
    await openDesk(page);
    const size = await page.getByRole("application").evaluate((map) => ({
      width: map.clientWidth,
      height: map.clientHeight,
    }));
    await page.close();
    const plain = await serveLeafletPage(features, view);
    closers.push(() => plain.close());
    const ways = await waysOf(browser, desk, plain.url, size);
    const seen = new Map(ways.map(({ name }): [string, Seen[]] => [name, []]));
    for (let round = -1; round < rounds; round += 1) {
      for (const way of round % 2 === 0 ? ways : ways.toReversed()) {
        const one = await look(way);
        if (round >= 0) seen.get(way.name)?.push(one);
        say(
          `${round < 0 ? "warm-up" : `round ${round + 1}`}, ${way.name}: first ${one.firstMs.toFixed(0)} ms, ${one.slow} of ${one.frames} frames over ${slowMs} ms, longest ${one.longestMs.toFixed(0)} ms`,
        );
      }
    }
    return [
      { name: "features", value: features.length, unit: "features" },
      { name: "rounds", value: rounds, unit: "rounds" },
      ...resultsOf(seen),
    ];
  } finally {
    for (const close of closers.reverse()) await close();
  }
};

async function featuresOf(pool: pg.Pool): Promise<PlainFeature[]> {
  const { rows } = await pool.query<{ layer: string; geometry: PlainFeature["geometry"] }>(`
    select layer, geometry from basemap_features union all select 'cells', geometry from grids union all
    select 'tickets', jsonb_build_object('type', 'Point', 'coordinates', jsonb_build_array(lng, lat))
    from tickets where ended_at is null`);
  return rows.map(({ layer, geometry }) => ({ type: "Feature", geometry, properties: { layer } }));
}

async function openDesk(page: Page): Promise<void> {
  await page.goto(`/command?map=${view.lng},${view.lat},${view.zoom}&layer=tickets`);
  await page
    .locator('[role="application"][data-ready="yes"][aria-busy="false"]')
    .waitFor({ timeout: 120_000 });
}

async function waysOf(
  browser: Browser,
  desk: BrowserContext,
  plainUrl: string,
  viewport: { width: number; height: number },
): Promise<Way[]> {
  const leaflet = async (name: string, renderer: string): Promise<Way> => ({
    name,
    context: await browser.newContext({ viewport, locale: "zh-CN" }),
    async open(page) {
      await page.goto(`${plainUrl}/?renderer=${renderer}`);
      await page.locator("body[data-drawn=yes]").waitFor({ state: "attached", timeout: 240_000 });
    },
  });
  return [
    { name: "ours", context: desk, open: openDesk },
    await leaflet("leaflet_canvas", "canvas"),
    await leaflet("leaflet_svg", "svg"),
  ];
}

async function look({ context, open }: Way): Promise<Seen> {
  const page = await context.newPage();
  try {
    const began = performance.now();
    await open(page);
    const firstMs = performance.now() - began;
    return { firstMs, ...(await pan(page)) };
  } finally {
    await page.close();
  }
}

/** As text: the loader of these scripts puts helpers of its own into functions, which no page knows. */
const keepFrameTimes = `
  window.frameTimes = [];
  requestAnimationFrame(function next(at) {
    window.frameTimes.push(at);
    requestAnimationFrame(next);
  });`;

/** Six drags there and back across the middle of the map, with the time of every frame. */
async function pan(page: Page): Promise<Omit<Seen, "firstMs">> {
  const box = await page.locator(".leaflet-container").boundingBox();
  if (!box) throw new Error("there is no map");
  await page.evaluate(keepFrameTimes);
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  for (const [dx, dy] of [
    [-160, 0],
    [-160, 0],
    [0, -160],
    [160, 0],
    [160, 0],
    [0, 160],
  ] as const) {
    await page.mouse.move(x - dx / 2, y - dy / 2);
    await page.mouse.down();
    await page.mouse.move(x + dx / 2, y + dy / 2, { steps: 24 });
    await page.mouse.up();
    await page.waitForTimeout(250);
  }
  const times = await page.evaluate<number[]>("window.frameTimes");
  const gaps = times.slice(1).map((at, index) => at - (times[index] ?? at));
  return { frames: gaps.length, slow: gaps.filter((ms) => ms > slowMs).length, longestMs: Math.max(...gaps) };
}

function resultsOf(seen: ReadonlyMap<string, readonly Seen[]>): Result[] {
  const of = (name: string, read: (one: Seen) => number) => median((seen.get(name) ?? []).map(read));
  const share = ({ slow, frames }: Seen) => slow / frames;
  const results: Result[] = [];
  for (const name of seen.keys()) {
    results.push({ name: `${name}_first_ms`, value: of(name, ({ firstMs }) => firstMs), unit: "ms" });
    results.push({ name: `${name}_frames_over_50_ms`, value: of(name, ({ slow }) => slow), unit: "frames" });
    results.push({ name: `${name}_frames_over_50_ms_share`, value: of(name, share), unit: "of all frames" });
    results.push({
      name: `${name}_longest_frame_ms`,
      value: of(name, ({ longestMs }) => longestMs),
      unit: "ms",
    });
  }
  const mine = seen.get("ours") ?? [];
  for (const [name, theirs] of seen) {
    if (name === "ours") continue;
    const ratio = (read: (one: Seen) => number) =>
      median(mine.map((one, round) => read(one) / read(theirs[round] ?? one)));
    results.push({
      name: `first_${name}_ratio`,
      value: ratio(({ firstMs }) => firstMs),
      unit: "ours/leaflet",
    });
    results.push({
      name: `longest_frame_${name}_ratio`,
      value: ratio(({ longestMs }) => longestMs),
      unit: "ours/leaflet",
    });
    // One frame more on both sides: nothing over nothing is no number.
    results.push({
      name: `slow_frames_${name}_ratio`,
      value: ratio(({ slow }) => slow + 1),
      unit: "ours/leaflet",
    });
  }
  return results;
}
