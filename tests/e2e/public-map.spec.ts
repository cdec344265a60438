import { VectorTile } from "@mapbox/vector-tile";
import type { Page } from "@playwright/test";
import { PbfReader } from "pbf";
import { tileAt } from "@/lib/geo/tile";
import { axeClean, expect, siteUrl, test } from "./support";

const centre = { lng: 120.158, lat: 31.1697 };

/** The map once all its tiles are there. */
async function drawnMap(page: Page) {
  const map = page.getByRole("application");
  await expect(map).toHaveAttribute("data-ready", "yes", { timeout: 60_000 });
  await expect(map).toHaveAttribute("aria-busy", "false", { timeout: 60_000 });
  return map;
}

/** How many different colours each canvas of a pane holds, at some thousand places of it. */
async function coloursOf(page: Page, pane: "base" | "cells"): Promise<number[]> {
  return page.locator(`.leaflet-${pane}-pane canvas`).evaluateAll((all) =>
    all.map((element) => {
      const canvas = element as HTMLCanvasElement;
      const { data } = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height) ?? {
        data: [],
      };
      const found = new Set<string>();
      for (let at = 0; at < data.length; at += 4 * 37)
        if (data[at + 3] !== 0) found.add([data[at], data[at + 1], data[at + 2]].join());
      return found.size;
    }),
  );
}

const panel = (page: Page) => page.getByRole("region", { name: "所选网格" });

test("the map names the demo city and its tiles are drawn, cells over streets", async ({ people }) => {
  const page = await people.resident();
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("清澜市");
  const map = await drawnMap(page);
  await expect(map).toHaveAccessibleName(/清澜市进展地图/);
  for (const pane of ["base", "cells"] as const) {
    const colours = await coloursOf(page, pane);
    expect(Math.max(...colours), `${pane} shows more than an empty ground`).toBeGreaterThan(5);
  }
  await axeClean(page);
});

test("one tile holds at least a hundred cells, each with its figures", async ({ request }) => {
  const { z, x, y } = tileAt([centre.lng, centre.lat], 12);
  const answer = await request.get(`${siteUrl()}/tiles/cells/${z}/${x}/${y}.mvt`);
  expect(answer.status()).toBe(200);
  const layer = new VectorTile(new PbfReader(await answer.body())).layers.cells;
  expect(layer?.length).toBeGreaterThanOrEqual(100);
  expect(layer?.feature(0).properties).toMatchObject({
    open: expect.any(Number),
    solved: expect.any(Number),
  });
  const again = await request.get(answer.url(), {
    headers: { "If-None-Match": answer.headers().etag ?? "" },
  });
  expect(again.status()).toBe(304);
});

test("a cell is chosen by a click; the address holds it, also for the next reader", async ({ people }) => {
  const page = await people.resident();
  await page.goto("/");
  const map = await drawnMap(page);
  await map.click();
  await page.waitForURL(/[?&]cell=[0-9W]+/);
  const name = (await panel(page).getByRole("heading", { level: 2 }).textContent()) ?? "";
  expect(name).toMatch(/网格$/);
  const address = page.url();
  const other = await people.resident();
  await other.goto(address);
  await expect(panel(other).getByRole("heading", { level: 2 })).toHaveText(name);
  await drawnMap(other);
  await panel(other).getByRole("link", { name: "关闭" }).click();
  await expect(panel(other)).toHaveCount(0);
  await expect(other).not.toHaveURL(/cell=/);
});

test("a cell is chosen by keyboard alone, and what was chosen is said", async ({ people }) => {
  const page = await people.resident();
  await page.goto("/");
  const map = await drawnMap(page);
  await map.focus();
  await page.keyboard.press("ArrowRight");
  await drawnMap(page);
  await page.keyboard.press("Enter");
  await page.waitForURL(/[?&]cell=/);
  const name = (await panel(page).getByRole("heading", { level: 2 }).textContent()) ?? "";
  await expect(page.locator('.city-map [aria-live="polite"]').filter({ hasText: name })).toHaveCount(1);
});

test("a cell is chosen from the list: street, community, cell; sorted and searched by address", async ({
  people,
}) => {
  const page = await people.resident();
  await page.goto("/");
  const list = page.getByRole("region", { name: "各社区和网格" });
  await list.getByRole("link", { name: "钟楼社区" }).click();
  await page.waitForURL(/[?&]area=\d{12}/);
  await list.getByRole("link", { name: /^钟楼社区第1网格$/ }).click();
  await page.waitForURL(/[?&]cell=/);
  await expect(panel(page).getByRole("heading", { level: 2 })).toHaveText("钟楼社区第1网格");
  await expect(list.getByRole("row").filter({ hasText: /^第1网格/ })).toHaveAttribute("aria-current", "true");

  await page.goto("/");
  await list.getByRole("link", { name: "在办" }).click();
  await page.waitForURL(/sort=open/);
  const open = await list.locator("tbody tr td:nth-child(2)").allInnerTexts();
  expect(open.map(Number)).toEqual(open.map(Number).toSorted((a, b) => b - a));

  await page.getByRole("searchbox").fill("zhonglou");
  await page.getByRole("searchbox").press("Enter");
  await page.waitForURL(/q=zhonglou/);
  await expect(list.getByRole("link", { name: "钟楼社区", exact: true })).toBeVisible();
  await page.getByRole("searchbox").fill("没有这个地方");
  await page.getByRole("searchbox").press("Enter");
  await expect(page.getByText("没有找到")).toBeVisible();
});

test("without any script there are the figures, the legend, the list, and every choice by address", async ({
  browser,
}) => {
  const context = await browser.newContext({
    baseURL: siteUrl(),
    javaScriptEnabled: false,
    locale: "zh-CN",
  });
  const page = await context.newPage();
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("清澜市");
  await expect(page.getByText("在办", { exact: true }).first()).toBeVisible();
  await page.getByRole("link", { name: "结案率", exact: true }).first().click();
  await expect(page).toHaveURL(/measure=solved/);
  await expect(page.getByRole("figure", { name: "图例" })).toContainText("%");
  await page.getByRole("searchbox").fill("钟楼社区");
  await page.getByRole("button", { name: "搜索" }).click();
  await expect(page).toHaveURL(/measure=solved/);
  await page.getByRole("link", { name: "钟楼社区第2网格", exact: true }).click();
  await expect(panel(page).getByRole("heading", { level: 2 })).toHaveText("钟楼社区第2网格");
  await expect(panel(page)).toContainText("已结案");
  await context.close();
});

test("on a telephone the map takes half, fills the window when asked, and everything can be touched", async ({
  people,
}) => {
  const page = await people.resident({ phone: true, locale: "en", theme: "dark" });
  await page.goto("/");
  const map = await drawnMap(page);
  const height = async () => (await map.boundingBox())?.height ?? 0;
  const window = page.viewportSize()?.height ?? 0;
  expect(await height()).toBeLessThanOrEqual(window / 2 + 1);
  await page.getByRole("button", { name: "Enlarge the map" }).tap();
  await expect.poll(height).toBe(window);
  for (const button of await page.locator(".city-map button:visible").all()) {
    const box = await button.boundingBox();
    expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(44);
  }
  await page.getByRole("button", { name: "Make the map smaller" }).tap();
  await expect.poll(height).toBeLessThanOrEqual(window / 2 + 1);
  await axeClean(page);
});

test("an address that means nothing here is answered with words, not with an error", async ({ people }) => {
  const page = await people.resident();
  await page.goto("/?cell=%3Cb%3E&measure=x&sort=y&page=-7&at=1_2&area=zz&dir=q");
  await expect(page.getByText("没有编码为“<b>”的网格")).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("清澜市");
});
