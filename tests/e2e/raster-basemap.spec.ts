import { rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type Browser, expect, type Page, test } from "@playwright/test";
import sharp from "sharp";
import { toGcj02 } from "@/lib/geo/gcj02";
import { type Site, startSite } from "../support/site";
import { makeSiteHome, type SiteHome } from "../support/site-home";
import { writeTinyCity } from "../support/tiny-city";
import { Faults, gridkeep, openBrowser } from "./support";

/** A raster server of this machine: every tile is the same picture, and what was asked for is kept. */
type Pictures = { url: string; asked: string[]; close(): Promise<void> };

const point = { lng: 110.003, lat: 30.003 };
const address = `/?at=17_${point.lat.toFixed(5)}_${point.lng.toFixed(5)}`;
const attribution = "测试图源";
const away = "底图服务没有应答，已改用本市自有底图。";

let home: SiteHome;
let folder = "";
test.describe.configure({ timeout: 240_000 });
test.beforeAll(async () => {
  home = await makeSiteHome("gridkeep-raster-");
  folder = await writeTinyCity();
  gridkeep(home, "city", "import", folder, "--county-code", "990001", "--json");
});
test.afterAll(async () => {
  await home?.remove();
  await rm(folder, { recursive: true, force: true });
});

async function servePictures(): Promise<Pictures> {
  const background = { r: 40, g: 120, b: 80 };
  const picture = await sharp({ create: { width: 256, height: 256, channels: 3, background } })
    .png()
    .toBuffer();
  const asked: string[] = [];
  const server: Server = createServer((request, response) => {
    asked.push(request.url ?? "");
    response.writeHead(200, { "Content-Type": "image/png" }).end(picture);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function startWith(pictures: Pictures, more: Record<string, string> = {}): Promise<Site> {
  const env = {
    ...home.env,
    BASEMAP_URL: `${pictures.url}/{z}/{x}/{y}.png`,
    BASEMAP_ATTRIBUTION: attribution,
    ...more,
  };
  return startSite({ ...home, env }, { isDemo: false });
}

async function openMap(browser: Browser, site: Site, faults = new Faults()): Promise<Page> {
  const context = await openBrowser(browser, faults, {}, undefined, site.url);
  const page = await context.newPage();
  await page.goto(address);
  await expect(page.getByRole("application")).toHaveAttribute("data-ready", "yes", { timeout: 60_000 });
  return page;
}

/** The place of the picture server's world that lies in the middle of the map, and the pictures shown. */
async function middleOf(page: Page): Promise<{ lng: number; lat: number }> {
  await expect(page.locator(".leaflet-raster-pane img.leaflet-tile-loaded").first()).toBeVisible();
  const { z, x, y } = await page.getByRole("application").evaluate((map) => {
    const frame = map.getBoundingClientRect();
    const picture = map.querySelector<HTMLImageElement>(".leaflet-raster-pane img");
    const [z = 0, column = 0, row = 0] = (picture?.src.match(/\d+/g) ?? []).slice(-3).map(Number);
    const box = picture?.getBoundingClientRect() ?? frame;
    return {
      z,
      x: column + (frame.left + frame.width / 2 - box.left) / box.width,
      y: row + (frame.top + frame.height / 2 - box.top) / box.height,
    };
  });
  const turn = Math.PI * (1 - (2 * y) / 2 ** z);
  return { lng: (x / 2 ** z) * 360 - 180, lat: (Math.atan(Math.sinh(turn)) * 180) / Math.PI };
}

test("pictures of the set server lie under the map, with their source named; when it is away, our own map is drawn", async ({
  browser,
}) => {
  const pictures = await servePictures();
  const site = await startWith(pictures);
  try {
    const faults = new Faults();
    const page = await openMap(browser, site, faults);
    const { lng, lat } = await middleOf(page);
    expect(lng).toBeCloseTo(point.lng, 4);
    expect(lat).toBeCloseTo(point.lat, 4);
    expect(pictures.asked[0]).toMatch(/^\/17\/\d+\/\d+\.png$/);
    await expect(page.getByText(attribution)).toBeVisible();
    await expect(page.locator(".leaflet-base-pane canvas")).toHaveCount(0);
    expect(faults.found).toEqual([]);

    await pictures.close();
    const later = await openMap(browser, site);
    await expect(later.getByText(away)).toBeVisible({ timeout: 20_000 });
    await expect(later.locator(".leaflet-raster-pane img")).toHaveCount(0);
    await expect(later.locator(".leaflet-base-pane canvas").first()).toBeAttached();
    await expect(later.getByText(attribution)).toHaveCount(0);
  } finally {
    await site.close();
    await pictures.close();
  }
});

test("shifted pictures are moved back under places that are not shifted", async ({ browser }) => {
  const pictures = await servePictures();
  const site = await startWith(pictures, { BASEMAP_CRS: "gcj02" });
  try {
    const page = await openMap(browser, site);
    const { lng, lat } = await middleOf(page);
    const [shiftedLng, shiftedLat] = toGcj02([point.lng, point.lat]);
    expect(lng).toBeCloseTo(shiftedLng, 4);
    expect(lat).toBeCloseTo(shiftedLat, 4);
    expect(Math.abs(lng - point.lng)).toBeGreaterThan(0.001);
  } finally {
    await site.close();
    await pictures.close();
  }
});
