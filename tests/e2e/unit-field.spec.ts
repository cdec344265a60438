import type { Page } from "@playwright/test";
import type { Post } from "@/lib/domain/posts";
import { axeClean, expect, type People, photo, test } from "./support";

/** The responsible unit at its desk and the people of the field on their phones. */
const offline = [
  /ERR_INTERNET_DISCONNECTED/,
  /ERR_CONNECTION_RESET/,
  /ERR_NETWORK_CHANGED/,
  /Failed to fetch/,
];

async function standAt(page: Page, point: { lng: number; lat: number }): Promise<void> {
  await page.context().grantPermissions(["geolocation"]);
  await page.context().setGeolocation({ longitude: point.lng, latitude: point.lat, accuracy: 8 });
}

/** The middle of the first own cell, as the screen of cells gives it to the report. */
async function middleOfMyCell(page: Page): Promise<{ lng: number; lat: number }> {
  await page.goto("/field/cells");
  await page.locator('main a[href*="cell="]').first().click();
  const href = await page.getByRole("link", { name: "在这个网格上报" }).getAttribute("href");
  const [lng = 0, lat = 0] = (new URLSearchParams(href?.split("?")[1]).get("at") ?? "")
    .split(",")
    .map(Number);
  return { lng, lat };
}

/** A grid worker's phone, standing in the own cell with the form open. */
async function openReport(people: People, post: Post = "grid_worker"): Promise<Page> {
  const page = await people.post(post, { phone: true });
  await standAt(page, await middleOfMyCell(page));
  await page.goto("/field/report");
  await expect(page.getByRole("button", { name: "用我现在的位置" })).toBeEnabled();
  await expect(page.getByText(/已定位，误差约8米/)).toBeVisible();
  return page;
}

async function addPhotoTo(page: Page, group: string, seed: number): Promise<void> {
  const box = page.getByRole("group", { name: group });
  await box
    .locator('input[type="file"]:not([capture])')
    .setInputFiles({ name: `${seed}.jpg`, mimeType: "image/jpeg", buffer: await photo(seed) });
  await expect(box.getByRole("img").or(box.locator("img"))).toHaveCount(1);
}

async function chooseClass(page: Page, asked: string, name: string): Promise<void> {
  await page.getByRole("searchbox", { name: /搜索类别/ }).fill(asked);
  const radio = page.getByRole("radio", { name, exact: true });
  await page.locator("label", { has: radio }).click();
  await expect(radio).toBeChecked();
}

const numberIn = (text: string | null) => /\d{13}/.exec(text ?? "")?.[0] ?? "";
const mark = (what: string) => `${what}${Math.floor(performance.now())}号`;

test("a report typed without network is kept with its photo, sent when the network is back, and sent once", async ({
  people,
}) => {
  const page = await openReport(people);
  people.faults.expected = offline;
  await page.context().setOffline(true);
  await addPhotoTo(page, "现场照片", 11);
  await chooseClass(page, "bllj", "暴露垃圾");
  const place = mark("断网路");
  await page.getByRole("textbox", { name: "地点描述" }).fill(place);
  await page.getByRole("textbox", { name: "情况描述" }).fill("墙角有两袋垃圾");
  await page.getByRole("button", { name: "上报", exact: true }).click();
  await expect(page.getByText("等待发送：1")).toBeVisible();

  // A way out of the page would lose nothing, but lead nowhere: it is held back.
  await page.getByRole("link", { name: "任务" }).click();
  await expect(page.getByText(/没有网络，打不开其他页面/)).toBeVisible();
  await expect(page).toHaveURL(/\/field\/report/);

  // The first answer is lost on its way back: the report has arrived, and the phone does not know it.
  let lost = "";
  await page.route("**/field/report", async (route) => {
    const request = route.request();
    if (request.method() !== "POST" || lost || !request.postData()?.includes("idempotencyKey"))
      return route.continue();
    const answer = await route.fetch();
    lost = numberIn(await answer.text());
    return route.abort("connectionreset");
  });
  await page.context().setOffline(false);
  await expect.poll(() => lost).not.toBe("");
  await page.getByRole("button", { name: "立即发送" }).click();
  await expect(page.getByText(`已上报，案号 ${lost}`)).toBeVisible();
  await expect(page.getByText("等待发送：1")).toHaveCount(0);

  await page.goto("/field/mine");
  const row = page.getByRole("link").filter({ hasText: place });
  await expect(row).toHaveCount(1);
  await row.click();
  await expect(page.getByRole("button", { name: /查看照片 1/ })).toBeVisible();
});

test("a draft survives the page: words, place and photo are there again", async ({ people }) => {
  const page = await openReport(people, "grid_head");
  await addPhotoTo(page, "现场照片", 12);
  const words = mark("草稿");
  await page.getByRole("textbox", { name: "情况描述" }).fill(words);
  await page.goto("/field/mine");
  await expect(page.getByText("草稿", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "接着填" }).click();
  await expect(page.getByRole("textbox", { name: "情况描述" })).toHaveValue(words);
  await expect(page.getByRole("group", { name: "现场照片" }).locator("img")).toHaveCount(1);
  await expect(page.getByText(/已定位|已在地图上选定/)).toBeVisible();
  await page.getByRole("button", { name: "清空重填" }).click();
  await expect(page.getByRole("textbox", { name: "情况描述" })).toHaveValue("");
});

test("solved on the spot: only with photos of before and after and a result, only for classes on the list", async ({
  people,
}) => {
  const page = await openReport(people);
  await page.getByRole("checkbox", { name: /当场已解决/ }).check();
  await page.getByRole("button", { name: "提交自处置" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "处置后照片" })).toBeVisible();
  await page.getByRole("searchbox", { name: /搜索类别/ }).fill("井盖");
  await expect(page.getByRole("radio", { name: /井盖/ })).toHaveCount(0);
  await chooseClass(page, "暴露垃圾", "暴露垃圾");
  await addPhotoTo(page, "处置前照片", 13);
  await addPhotoTo(page, "处置后照片", 14);
  await page.getByRole("button", { name: "已清理干净。" }).click();
  await expect(page.getByRole("textbox", { name: "地点描述" })).not.toHaveValue("");
  await axeClean(page);
  await page.getByRole("button", { name: "提交自处置" }).click();
  const said = page.getByText(/自处置已登记，案号 \d+/);
  await expect(said).toBeVisible();
  const number = numberIn(await said.textContent());
  await page.goto(`/field/mine?ticket=${number}`);
  await expect(page.getByRole("article").getByText("已结案").first()).toBeVisible();
  await expect(page.getByRole("button", { name: /处置前照片/ })).toBeVisible();
  await expect(page.getByRole("button", { name: /处置后照片/ })).toBeVisible();
});

test("outside the city the distance is said and nothing is sent", async ({ people }) => {
  const page = await people.post("volunteer", { phone: true });
  await standAt(page, { lng: 100, lat: 35 });
  await page.goto("/field/report");
  await expect(page.getByText(/在本市范围之外约.*公里/)).toBeVisible();
  await chooseClass(page, "暴露垃圾", "暴露垃圾");
  await page.getByRole("button", { name: "上报", exact: true }).click();
  await expect(page.getByRole("alert").filter({ hasText: "还差几项" })).toContainText("范围之外");
  await expect(page.getByRole("link", { name: "任务" })).toHaveCount(0);
});

test("a supervisor finds the task, with its form open", async ({ people }) => {
  const page = await people.post("supervisor", { phone: true });
  await page.goto("/field");
  const task = page.getByRole("list", { name: "我的任务" }).getByRole("link").first();
  await expect(task).toContainText(/核实|核查/);
  await task.click();
  await expect(page).toHaveURL(/ticket=\d+/);
  await expect(
    page.locator(
      'details[open] [data-command="submit_check"], details[open] [data-command="submit_inspection"]',
    ),
  ).toBeVisible();
  await expect(page.locator('details[open] input[type="file"]').first()).toBeAttached();
  await axeClean(page);
});

test("what a grid head sends to the street's office is received there from the list", async ({ people }) => {
  const worker = await openReport(people);
  await chooseClass(worker, "暴露垃圾", "暴露垃圾");
  const place = mark("派件路");
  await worker.getByRole("textbox", { name: "地点描述" }).fill(place);
  await worker.getByRole("button", { name: "上报", exact: true }).click();
  const said = worker.getByText(/已上报，案号 \d+/);
  await expect(said).toBeVisible();
  const number = numberIn(await said.textContent());

  const head = await people.post("grid_head");
  await head.goto(`/field?ticket=${number}`);
  const command = async (name: string, fill: (form: ReturnType<Page["locator"]>) => Promise<void>) => {
    const details = head.locator("details", { has: head.locator(`summary[data-command="${name}"]`) });
    const summary = details.locator("> summary");
    await expect(summary).toBeVisible();
    if (!(await details.evaluate((box: HTMLDetailsElement) => box.open))) await summary.click();
    await fill(details);
    await details.locator('form button:not([type="button"])').click();
  };
  await command("propose_filing", async () => undefined);
  await command("file", async () => undefined);
  await command("dispatch", async (form) => {
    const unit = form.locator("option", { hasText: "鼓楼街道办事处" });
    await form.locator('select[name="unitId"]').selectOption(await unit.first().getAttribute("value"));
  });
  await expect(head.getByText("待接收").first()).toBeVisible();

  const liaison = await people.post("unit_liaison");
  await liaison.goto("/unit?view=receive");
  const row = liaison.getByRole("row").filter({ hasText: place });
  await row.getByRole("button", { name: `接收案件${number}` }).click();
  await expect(liaison.getByText(`已接收案件${number}`)).toBeVisible();
  await expect(row).toHaveCount(0);
  await liaison.goto("/unit?view=assign");
  await liaison
    .getByRole("link", { name: /暴露垃圾/ })
    .first()
    .waitFor();
  await liaison.getByRole("row").filter({ hasText: place }).getByRole("link").click();
  await expect(liaison).toHaveURL(new RegExp(`ticket=${number}`));
  await expect(liaison.locator('[data-command="hand_back"]')).toBeVisible();
  await axeClean(liaison);
});

test("the duty list prints without the frame", async ({ people }) => {
  const page = await people.post("unit_manager");
  await page.goto("/unit");
  await page.getByRole("link", { name: "打印任务单" }).click();
  await expect(page.getByRole("heading", { name: "案件处置任务单" })).toBeVisible();
  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("table", { name: "案件处置任务单" })).toBeVisible();
  await expect(page.getByRole("button", { name: "打印" })).toBeHidden();
  await expect(page.getByRole("navigation")).toHaveCount(0);
});

test("a foreign post finds neither screen, and is told so in words", async ({ people }) => {
  people.faults.expected = [/404/];
  for (const [post, paths] of [
    ["dispatcher", ["/unit", "/unit/duty-list", "/field", "/field/report"]],
    ["handler", ["/field", "/field/mine"]],
    ["volunteer", ["/unit", "/field/cells"]],
  ] as const) {
    const page = await people.post(post, { phone: true });
    for (const path of paths) {
      const answer = await page.goto(path);
      expect(answer?.status()).toBe(404);
      await expect(page.getByText("没有这个页面")).toBeVisible();
    }
  }
});
