import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { locales } from "@/lib/i18n/locales";
import { axeClean, expect, siteUrl, test } from "./support";

const rows = (page: Page) => page.locator("tr[data-number]");
const links = (page: Page) => page.locator("a[data-row]");
const numberAt = async (page: Page, index: number) =>
  (await rows(page).nth(index).getAttribute("data-number")) ?? "";
const query = (page: Page) => new URL(page.url()).searchParams;

/** The page answers keys once its script is there; the map says when that is. */
async function openDesk(page: Page, path = "/command"): Promise<void> {
  await page.goto(path);
  await expect(page.locator("[data-ready=yes]")).toBeVisible();
}

test("filters stand in the address, and going back takes them off again", async ({ people }) => {
  const page = await people.post("acceptor");
  await openDesk(page);
  await page.getByRole("link", { name: "全部在办" }).click();
  await expect(page).toHaveURL(/view=watch/);
  await page.getByText("筛选", { exact: true }).click();
  await page.getByRole("checkbox", { name: "处置中" }).check();
  await page.getByLabel("区域").selectOption({ index: 2 });
  await page.getByRole("button", { name: "应用筛选" }).click();
  await expect(page).toHaveURL(/states=handling/);
  expect(query(page).get("area")).toMatch(/^\d{6}$/);
  await expect(rows(page).first()).toBeVisible();
  for (const words of await rows(page).allInnerTexts()) expect(words).toContain("处置中");
  const narrowed = await rows(page).count();
  await page.getByRole("link", { name: "取消筛选：处置中" }).click();
  await expect(page).not.toHaveURL(/states=/);
  await expect.poll(() => rows(page).count()).toBeGreaterThan(narrowed);
  await page.goBack();
  await expect(page).toHaveURL(/states=handling/);
  await expect(rows(page)).toHaveCount(narrowed);
  // The same address opened afresh is the same list.
  await page.reload();
  await expect(rows(page)).toHaveCount(narrowed);
});

test("columns sort by their heads, and pages have addresses", async ({ people }) => {
  const page = await people.post("acceptor");
  await openDesk(page, "/command?view=all");
  await page.getByRole("link", { name: "案件号", exact: true }).click();
  await expect(page).toHaveURL(/sort=number&order=asc/);
  const first = await numberAt(page, 0);
  expect(first < (await numberAt(page, 1))).toBe(true);
  await page.getByRole("link", { name: "下一页" }).click();
  await expect(page).toHaveURL(/page=2/);
  await expect.poll(() => numberAt(page, 0)).not.toBe(first);
});

test("an address that nobody understands loses what is wrong and keeps the rest", async ({ people }) => {
  const page = await people.post("acceptor");
  await page.goto("/command?view=watch&area=99&page=-3&sort=colour&states=handling&ticket=x&map=1,2");
  const notice = page.getByText("地址里有看不懂的内容");
  await expect(notice).toContainText("区域");
  await expect(notice).toContainText("案件号");
  for (const words of await rows(page).allInnerTexts()) expect(words).toContain("处置中");
});

test("the keyboard alone moves through the list, opens, closes, helps and jumps", async ({ people }) => {
  const page = await people.post("acceptor");
  await openDesk(page, "/command?view=desk");
  await page.keyboard.press("j");
  await expect(links(page).nth(0)).toBeFocused();
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("k");
  await expect(links(page).nth(1)).toBeFocused();
  const number = await numberAt(page, 1);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`ticket=${number}`));
  await expect(page.locator("#ticket-number")).toHaveText(number);
  await page.keyboard.press("t");
  await expect(page.locator("#ticket-pane")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page).not.toHaveURL(/ticket=/);
  await expect(links(page).nth(1)).toBeFocused();

  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "键盘操作" })).toContainText("案件命令：报立案");
  await page.keyboard.press("j");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);

  await page.keyboard.press("/");
  await expect(page.getByRole("searchbox", { name: "搜索案件" })).toBeFocused();
  // What is typed is text, not a key of the desk.
  await page.keyboard.type("jm");
  await expect(page.getByRole("searchbox", { name: "搜索案件" })).toHaveValue("jm");
  await expect(page.locator("#map")).toBeVisible();
  await page.keyboard.press("Escape");
  await page.keyboard.press("m");
  await expect(page.locator("#map")).toHaveCount(0);
  // The choice is remembered.
  await page.goto("/command");
  await expect(page.locator("#map")).toHaveCount(0);
  // Without a map nothing tells when the keys are heard but a key itself; help opens only once.
  await expect(async () => {
    await page.keyboard.press("?");
    await expect(page.getByRole("dialog")).toBeVisible({ timeout: 500 });
  }).toPass();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.keyboard.press("m");
  await expect(page.locator("#map")).toBeVisible();

  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "输入案件号、视图或操作" }).fill("全部在办");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/view=watch/);
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox").fill(number);
  await page.keyboard.press("Enter");
  await expect(page.locator("#ticket-number")).toHaveText(number);
});

test("the dispatcher's d goes to the form of dispatching", async ({ people }) => {
  const page = await people.post("dispatcher");
  await openDesk(page, "/command?view=todo&states=filed");
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await expect(page.locator("#ticket-number")).toBeVisible();
  await page.keyboard.press("d");
  const form = page.locator("details", { has: page.locator('[data-command="dispatch"]') }).last();
  await expect(form).toHaveAttribute("open", "");
  await expect(form.locator("form :focus")).toHaveCount(1);
});

test("a ticket is found by two Chinese characters of its place, and by its number", async ({ people }) => {
  const page = await people.post("acceptor");
  await openDesk(page, "/command?view=watch&sort=reported");
  const number = await numberAt(page, 0);
  const label = (await links(page).first().getAttribute("aria-label")) ?? "";
  const words = label.match(/，(\p{Script=Han}{2})/u)?.[1] ?? "";
  expect(words).toHaveLength(2);
  const box = page.getByRole("searchbox", { name: "搜索案件" });
  await box.fill(words);
  await box.press("Enter");
  await expect(page).toHaveURL(/q=/);
  await expect(page.locator(`tr[data-number="${number}"]`)).toBeVisible();
  for (const label of await links(page).evaluateAll((all) => all.map((each) => each.ariaLabel)))
    expect(label).toBeTruthy();
  await box.fill(number);
  await box.press("Enter");
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page)).toHaveAttribute("data-number", number);
  await box.fill("没有这样的地方");
  await box.press("Enter");
  await expect(page.getByText("没有符合条件的案件")).toBeVisible();
  await page.getByRole("link", { name: "清除全部" }).last().click();
  await expect(rows(page).first()).toBeVisible();
});

test("the list is exported as it is shown, in both languages", async ({ people }) => {
  for (const locale of locales) {
    const page = await people.post("acceptor", { locale });
    await page.goto("/command?view=desk&states=handling&states=filed");
    const numbers = await rows(page).evaluateAll((all) => all.map((row) => row.getAttribute("data-number")));
    await page.locator("summary", { has: page.locator("svg.lucide-ellipsis") }).click();
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.locator('a[href^="/command/export"]').click(),
    ]);
    const text = readFileSync(await file.path(), "utf8");
    expect(text.startsWith(locale === "en" ? "\uFEFFNumber,State," : "\uFEFF案件号,状态,")).toBe(true);
    const lines = text.trim().split("\r\n").slice(1);
    expect(lines.map((line) => line.split(",")[0]).slice(0, numbers.length)).toEqual(numbers);
  }
});

test("whoever has no post at a desk is told that there is no such page", async ({ people }) => {
  const page = await people.post("handler");
  people.faults.expected = [/404/];
  for (const path of ["/command", "/command/new", "/command/print"]) {
    const answer = await page.goto(path);
    expect(answer?.status()).toBe(404);
    await expect(page.getByRole("heading", { name: "没有这个页面" })).toBeVisible();
  }
  const file = await page.request.get("/command/export");
  expect([file.status(), await file.json()]).toEqual([403, expect.objectContaining({ code: "forbidden" })]);
  const leader = await people.post("leader");
  expect((await leader.goto("/command/new"))?.status()).toBe(404);
});

test("a street desk sees its street and nothing else", async ({ people }) => {
  const city = await people.post("acceptor");
  const street = await people.post("street_desk");
  await street.goto("/command?view=ended");
  await street.getByText("筛选", { exact: true }).click();
  const areas = await street
    .getByLabel("区域")
    .locator("option")
    .evaluateAll((all) => all.map((each) => each.getAttribute("value") ?? "").filter(Boolean));
  const [own = ""] = areas;
  expect(own).toMatch(/^\d{9}$/);
  for (const area of areas) expect(area.startsWith(own)).toBe(true);
  const totalOf = async (page: Page) => {
    const words = await page.getByRole("navigation", { name: "分页" }).textContent();
    return /共 ([\d,]+) 条/.exec(words ?? "")?.[1];
  };
  const total = await totalOf(street);
  await city.goto(`/command?view=ended&area=${own}`);
  expect(await totalOf(city)).toBe(total);
  // A ticket of another street does not exist here, whatever the address says.
  await city.goto("/command?view=all");
  const others = await city
    .getByLabel("区域")
    .locator("option")
    .evaluateAll((all) => all.map((each) => each.getAttribute("value") ?? ""));
  const other = others.find((code) => /^\d{9}$/.test(code) && code !== own) ?? "";
  await city.goto(`/command?view=all&area=${other}`);
  const foreign = await numberAt(city, 0);
  await street.goto(`/command?view=all&area=${other}`);
  await expect(rows(street)).toHaveCount(0);
  await street.goto(`/command?ticket=${foreign}`);
  await expect(street.locator("#ticket-number")).toHaveCount(0);
  await expect(street.locator("#ticket-pane")).not.toBeEmpty();
});

test("what is told by telephone is registered: class by words, place by name, and told when it lies outside", async ({
  people,
}) => {
  // Somebody else sits at the desk meanwhile, with the third row under the hand.
  const desk = await people.post("acceptor");
  await openDesk(desk, "/command?view=desk");
  for (let step = 0; step < 3; step += 1) await desk.keyboard.press("j");
  const held = await numberAt(desk, 2);
  const page = await people.post("call_taker");
  await page.goto("/command/new");
  await expect(page.locator("[data-ready=yes]")).toBeVisible();
  await page.getByLabel("反映的情况").fill("路口堆了好几袋垃圾，两天没人清");
  await page.getByRole("button", { name: /暴露垃圾/ }).click();
  await expect(page.getByLabel("案件类别")).not.toHaveValue("");
  await page.getByRole("searchbox", { name: "查找地点" }).fill("解放北路");
  await page.getByRole("searchbox", { name: "查找地点" }).press("Enter");
  await page.getByRole("button", { name: /^解放北路/ }).click();
  await expect(page.getByLabel("地点描述")).not.toHaveValue("");
  await expect(page.getByText("所在网格：")).toBeVisible();
  await page.getByLabel("反映人 · 姓名").fill("测试");
  await page.getByLabel("反映人 · 电话").fill("13800000000");
  const inside = await page.getByLabel("纬度").inputValue();
  await page.getByLabel("纬度").fill(String(Number(inside) + 0.2));
  await expect(page.getByText(/这里在市域以外，距边界约\d.*公里/)).toBeVisible();
  await expect(page.getByRole("button", { name: "登记", exact: true })).toBeDisabled();
  await page.getByLabel("纬度").fill(inside);
  await page.getByRole("button", { name: "登记", exact: true }).click();
  await expect(page.getByText(/已登记，案件号 \d+/)).toBeVisible();
  // It arrives at the desk by itself, marked as new; the hand's row keeps the focus.
  await desk.bringToFront();
  await expect(desk.getByText(/新到 \d+ 件/)).toBeVisible({ timeout: 30_000 });
  await expect(desk.locator(`tr[data-number="${held}"] a[data-row]`)).toBeFocused();
  await desk.getByRole("button", { name: "标为已看" }).click();
  await expect(desk.getByText(/新到 \d+ 件/)).toHaveCount(0);
  await page.bringToFront();
  await expect(page.getByLabel("反映的情况")).toHaveValue("");
  await page.getByRole("link", { name: "打开案件" }).click();
  await expect(page.locator("#ticket-number")).toBeVisible();
  await expect(page.locator("#ticket-pane")).toContainText("13800000000");

  // The same once more: it is told that somebody was first.
  const number = ((await page.locator("#ticket-number").textContent()) ?? "").trim();
  await page.goto("/command/new");
  await page.getByLabel("反映的情况").fill("垃圾");
  await page.getByRole("button", { name: /暴露垃圾/ }).click();
  await page.getByRole("searchbox", { name: "查找地点" }).fill("解放北路");
  await page.getByRole("button", { name: "查找", exact: true }).click();
  await page.getByRole("button", { name: /^解放北路/ }).click();
  await expect(page.getByRole("link", { name: number })).toBeVisible();
});

test("list, map and ticket stand side by side, at least fifteen rows of them, and widths are remembered", async ({
  people,
}) => {
  const page = await people.post("acceptor");
  await openDesk(page, "/command?view=watch");
  await links(page).first().click();
  await expect(page.locator("#ticket-number")).toBeVisible();
  const seen = await rows(page).evaluateAll((all) => {
    const edge = document.querySelector("nav[aria-label=分页]")?.getBoundingClientRect().top ?? 0;
    return all.filter((row) => row.getBoundingClientRect().bottom <= edge).length;
  });
  expect(seen).toBeGreaterThanOrEqual(15);
  expect(
    await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
  ).toBeLessThanOrEqual(0);
  const list = page.locator("#list");
  const before = (await list.boundingBox())?.width ?? 0;
  await page.getByRole("separator", { name: "调整列表宽度" }).focus();
  await page.keyboard.press("ArrowRight");
  await expect.poll(async () => (await list.boundingBox())?.width ?? 0).toBeGreaterThan(before + 10);
  const after = (await list.boundingBox())?.width ?? 0;
  await page.reload();
  await expect(page.locator("[data-ready=yes]")).toBeVisible();
  expect(Math.abs(((await list.boundingBox())?.width ?? 0) - after)).toBeLessThan(3);
});

test("the mark of a row and the row are shown together, and a mark opens its ticket", async ({ people }) => {
  const page = await people.post("dispatcher");
  await page.goto("/command?view=todo");
  const number = await numberAt(page, 0);
  // The file of the list tells where the ticket lies: its last two columns.
  const file = await page.request.get(`/command/export?view=all&q=${number}`);
  const line = (await file.text()).split("\r\n").find((each) => each.startsWith(number)) ?? "";
  const [lng, lat] = line.split(",").slice(-2);
  expect(Number(lng)).toBeGreaterThan(0);
  await openDesk(page, `/command?view=todo&map=${lng},${lat},17`);
  const middle = await page.locator("[data-ready=yes]").boundingBox();
  if (!middle) throw new Error("the map has no size");
  await page.mouse.move(middle.x + middle.width / 2, middle.y + middle.height / 2);
  await expect(page.locator(`tr[data-number="${number}"]`)).toHaveAttribute("data-hovered", "");
  await page.mouse.click(middle.x + middle.width / 2, middle.y + middle.height / 2);
  await expect(page.locator("#ticket-number")).toHaveText(number);
  // A cell of the map is a filter of the list; the label of the filter takes it off again.
  await page.goto(`/command?view=all&map=${lng},${lat},17`);
  await expect(page.locator("[data-ready=yes]")).toBeVisible();
  await expect
    .poll(async () => {
      await page.mouse.click(middle.x + 90, middle.y + middle.height / 2 + 60);
      return page.url();
    })
    .toMatch(/cell=/);
  await expect(page.getByRole("link", { name: /取消筛选：网格/ })).toBeVisible();
});

test("on a phone the ticket takes the list's place, and the list comes back where it was", async ({
  people,
}) => {
  const page = await people.post("dispatcher", { phone: true });
  await page.goto("/command?view=watch");
  await expect(page.locator("#map")).toBeHidden();
  const link = links(page).nth(12);
  await link.scrollIntoViewIfNeeded();
  await link.click();
  await expect(page.locator("#ticket-number")).toBeInViewport();
  await expect(rows(page).first()).toBeHidden();
  await page.getByRole("link", { name: "返回" }).first().click();
  await expect(link).toBeInViewport();
  await page.getByRole("link", { name: "显示地图" }).click();
  await expect(page.locator("[data-ready=yes]")).toBeVisible();
  expect(
    await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
  ).toBeLessThanOrEqual(0);
});

test("the list, its filters and its tickets work before any script", async ({ browser, people }) => {
  const state = await (await people.post("acceptor")).context().storageState();
  const context = await browser.newContext({
    baseURL: siteUrl(),
    storageState: state,
    javaScriptEnabled: false,
  });
  const page = await context.newPage();
  await page.goto("/command?view=watch");
  // There may be more than a page of either: what the rows say tells, not how many there are.
  const others = rows(page).filter({ hasNotText: "处置中" });
  await expect(others).not.toHaveCount(0);
  await page.getByText("筛选", { exact: true }).click();
  await page.getByRole("checkbox", { name: "处置中" }).check();
  await page.getByRole("button", { name: "应用筛选" }).click();
  await expect(page).toHaveURL(/states=handling/);
  await expect(others).toHaveCount(0);
  await links(page).first().click();
  await expect(page.locator("#ticket-number")).toBeVisible();
  await context.close();
});

for (const locale of locales)
  test(`the desk holds no barrier that axe knows, in ${locale}, at both widths and in the dark`, async ({
    people,
  }) => {
    for (const [phone, theme] of [
      [false, "dark"],
      [true, "light"],
    ] as const) {
      const page = await people.post("shift_leader", { locale, phone, theme });
      await page.goto("/command?view=watch");
      await axeClean(page);
      await links(page).first().click();
      await page.locator("#ticket-number").waitFor();
      await axeClean(page);
      await page.goto("/command/print?view=watch");
      await axeClean(page);
      const desk = await people.post("acceptor", { locale, phone, theme });
      await desk.goto("/command/new");
      await axeClean(desk);
    }
  });
