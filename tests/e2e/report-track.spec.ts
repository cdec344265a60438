import type { Locator, Page } from "@playwright/test";
import sharp from "sharp";
import { hugePng, thirtyMegabytes } from "../support/odd-photos";
import { addPhoto, axeClean, expect, photo, siteUrl, test } from "./support";

/** Reporting and tracking for everybody, as a resident does it with a telephone in the street. */
const zh = {
  send: "提交",
  place: "地点怎么说",
  description: "怎么了",
  gone: "记入相邻地区名单",
};

const cityMap = (page: Page, label = "选择地点的地图") =>
  page.getByRole("application", { name: new RegExp(`^${label}`) });

async function openReport(page: Page, label?: string): Promise<Locator> {
  await page.goto("/report");
  const map = cityMap(page, label);
  await expect(map).toHaveAttribute("data-ready", "yes");
  return map;
}

/** The code as it is shown, once. */
async function codeOf(page: Page): Promise<string> {
  const code = (await page.locator("main output").textContent()) ?? "";
  expect(code).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{5}$/);
  return code;
}

test("a resident reports rubbish with a photo from a phone, and follows it by the code", async ({
  people,
}) => {
  test.slow();
  const page = await people.resident({ phone: true });
  const map = await openReport(page);
  await axeClean(page);
  await addPhoto(page, "街角.jpg", await photo(3));
  await expect(page.getByText("街角.jpg 已上传")).toBeVisible();
  await map.tap();
  // The nearest address comes of itself, and what the words mean.
  await expect(page.getByLabel(zh.place)).not.toHaveValue("");
  await page.getByLabel(zh.description).fill("小区门口有一大堆垃圾，好几天没人清理");
  await expect(page.getByText("看起来是：垃圾、脏乱")).toBeVisible();
  await expect(page.getByLabel("登记为")).toContainText("暴露垃圾（按您写的判断）");
  await axeClean(page);
  await page.getByRole("button", { name: zh.send, exact: true }).click();

  await expect(page.getByRole("heading", { name: "已收到，谢谢您" })).toBeFocused();
  const code = await codeOf(page);
  await axeClean(page);
  await page.getByRole("link", { name: "现在就查看进度" }).click();
  await expect(page.getByRole("heading", { name: "暴露垃圾" })).toBeVisible();
  // The code stands in no address that a log, a history or another site could keep.
  expect(page.url()).toBe(`${siteUrl()}/track`);
  await expect(page.getByRole("list", { name: "办理过程" })).toContainText("已收到您的反映");
  await expect(page.getByText("等待受理")).toBeVisible();
  await page.getByRole("button", { name: /^查看照片 1/ }).click();
  const shown = page.getByRole("dialog").locator("img");
  await expect(shown).toBeVisible();
  await expect.poll(() => shown.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
  await page.keyboard.press("Escape");
  await axeClean(page);

  // Typed by hand, with the usual slips.
  await page.getByRole("link", { name: "查另一个" }).click();
  await page.getByLabel("查询码").fill(code.toLowerCase().replaceAll("-", " ").replaceAll("0", "o"));
  await page.getByRole("button", { name: "查询", exact: true }).click();
  await expect(page.getByRole("heading", { name: "暴露垃圾" })).toBeVisible();

  // What was sent is not kept on the telephone.
  await openReport(page);
  await expect(page.getByLabel(zh.description)).toHaveValue("");
  await expect(page.getByText("已恢复上次没有提交的内容。")).toHaveCount(0);
});

test("what is no photo, too large or too many pixels is refused in words, and everything typed stays", async ({
  people,
}) => {
  people.faults.expected = [/status of 41[35]/];
  test.slow();
  const page = await people.resident({ phone: true });
  const map = await openReport(page);
  await map.tap();
  await expect(page.getByLabel(zh.place)).not.toHaveValue("");
  await page.getByLabel(zh.place).fill("人民路口东北角");
  await page.getByLabel(zh.description).fill("路灯不亮一个星期了");
  await page.getByLabel("怎么称呼").fill("赵女士");

  await addPhoto(page, "便条.jpg", Buffer.from("这不是照片"));
  await expect(page.getByText(/便条\.jpg.*不是照片/)).toBeVisible();
  await addPhoto(page, "巨大.jpg", thirtyMegabytes());
  await expect(page.getByText(/巨大\.jpg.*20 ?MB/)).toBeVisible();
  await addPhoto(page, "像素.jpg", hugePng());
  await expect(page.getByText(/像素\.jpg.*50.*像素/)).toBeVisible();
  await addPhoto(page, "好的.jpg", await photo(5));
  await expect(page.getByText("好的.jpg 已上传")).toBeVisible();
  await axeClean(page);

  // A refusal by the server: the field is named, and nothing is lost, neither words nor the photo that arrived.
  await page.getByLabel("电话").fill("不告诉你");
  await page.getByRole("button", { name: zh.send, exact: true }).click();
  await expect(page.getByLabel("电话")).toBeFocused();
  await expect(page.getByText("格式不对")).toBeVisible();
  await expect(page.getByLabel(zh.place)).toHaveValue("人民路口东北角");
  await expect(page.getByLabel(zh.description)).toHaveValue("路灯不亮一个星期了");
  await expect(page.getByLabel("怎么称呼")).toHaveValue("赵女士");
  await expect(page.getByText("好的.jpg 已上传")).toBeVisible();
  await axeClean(page);
  await page.getByLabel("电话").fill("138 0000 1111");
  await page.getByRole("button", { name: zh.send, exact: true }).click();
  await codeOf(page);
});

test("an empty form says at each field what is missing, and a chosen group stays chosen", async ({
  people,
}) => {
  const page = await people.resident();
  await openReport(page);
  await page.getByRole("button", { name: zh.send, exact: true }).click();
  await expect(page.getByText("请在地图上点一下、用定位，或从列表里选一个社区")).toBeVisible();
  await expect(page.getByText("看不出是哪类问题，请选一项")).toBeVisible();
  await page.getByRole("radio", { name: "公用设施" }).check();
  await page.getByLabel(zh.description).fill("坏了");
  await page.getByRole("button", { name: zh.send, exact: true }).click();
  await expect(page.getByText("请选得具体一些")).toBeVisible();
  await expect(page.getByRole("radio", { name: "公用设施" })).toBeChecked();
  await axeClean(page);
});

test("a place outside the city is said at once, and kept for the neighbours if one wants", async ({
  people,
}) => {
  const page = await people.resident({ phone: true });
  const map = await openReport(page);
  await map.tap({ position: { x: 8, y: 8 } });
  await expect(page.getByText(/范围之外，离边界约.+可以记入移交相邻地区的名单/)).toBeVisible();
  await expect(page.getByRole("button", { name: zh.send, exact: true })).toHaveCount(0);
  const words = `邻县国道边 ${Date.now()}`;
  await page.getByLabel(zh.place).fill(words);
  await page.getByLabel(zh.description).fill("路边倒了一车渣土");
  await axeClean(page);
  await page.getByRole("button", { name: zh.gone }).click();
  await expect(page.getByRole("heading", { name: zh.gone.replace("记入", "已记入") })).toBeFocused();
  await axeClean(page);

  const admin = await people.post("system_admin");
  await admin.goto("/admin/outside");
  await expect(admin.getByRole("row").filter({ hasText: words })).toContainText("路边倒了一车渣土");
  await axeClean(admin);
});

test("where one stands is used when allowed, and a no says what else can be done", async ({ people }) => {
  const page = await people.resident({ phone: true });
  const map = await openReport(page);
  await page.getByRole("button", { name: "用我现在的位置" }).click();
  await expect(page.getByText(/没有得到定位许可/)).toBeVisible();
  await map.tap();
  await expect(page.getByText(/^已选：/)).toBeVisible();
  const [lng, lat] = await Promise.all(
    ["lng", "lat"].map(async (name) => Number(await page.locator(`input[name=${name}]`).inputValue())),
  );
  await page.context().grantPermissions(["geolocation"]);
  await page.context().setGeolocation({ longitude: (lng ?? 0) + 0.001, latitude: lat ?? 0, accuracy: 12 });
  await page.getByRole("button", { name: "用我现在的位置" }).click();
  await expect(page.getByText("已定位，误差约12米。")).toBeVisible();
  await expect(page.locator("input[name=lng]")).toHaveValue(String((lng ?? 0) + 0.001));
});

/** The same street with where it was taken, as telephones write it: degrees, minutes and hundredths of seconds. */
async function photoAt(lng: number, lat: number): Promise<Buffer> {
  const parts = (degrees: number) => {
    const seconds = Math.round(degrees * 360_000);
    return `${Math.floor(seconds / 360_000)}/1 ${Math.floor((seconds % 360_000) / 6_000)}/1 ${seconds % 6_000}/100`;
  };
  return sharp(await photo(6))
    .withExif({
      IFD3: { GPSLatitudeRef: "N", GPSLatitude: parts(lat), GPSLongitudeRef: "E", GPSLongitude: parts(lng) },
    })
    .jpeg()
    .toBuffer();
}

test("the place that a photo knows is offered to whoever sent the photo", async ({ people }) => {
  const page = await people.resident({ phone: true });
  const map = await openReport(page);
  await map.tap();
  await expect(page.getByText(/^已选：/)).toBeVisible();
  const [lng = 0, lat = 0] = await Promise.all(
    ["lng", "lat"].map(async (name) => Number(await page.locator(`input[name=${name}]`).inputValue())),
  );
  await addPhoto(page, "带位置.jpg", await photoAt(lng + 0.002, lat));
  await page.getByRole("button", { name: "用照片里的位置" }).click();
  await expect
    .poll(async () => Number(await page.locator("input[name=lng]").inputValue()))
    .toBeCloseTo(lng + 0.002, 4);
  await expect(page.getByText(/^已选：/)).toBeVisible();
});

test("a page that was lost comes back with words, pin and photo; what is cleared stays cleared", async ({
  people,
}) => {
  const page = await people.resident({ phone: true });
  const map = await openReport(page);
  await map.tap();
  await expect(page.getByText(/^已选：/)).toBeVisible();
  await page.getByLabel(zh.description).fill("路面有个大坑");
  await page.getByLabel("电话").fill("13800001111");
  await addPhoto(page, "坑.jpg", await photo(8));
  await expect(page.getByText("坑.jpg 已上传")).toBeVisible();

  await openReport(page);
  await expect(page.getByText("已恢复上次没有提交的内容。")).toBeVisible();
  await expect(page.getByLabel(zh.description)).toHaveValue("路面有个大坑");
  await expect(page.getByText(/^已选：/)).toBeVisible();
  await expect(page.getByText("坑.jpg 已上传")).toBeVisible();
  // A telephone may be lent: who reported is not left on it.
  await expect(page.getByLabel("电话")).toHaveValue("");
  await page.getByRole("button", { name: "清空重写" }).click();
  await openReport(page);
  await expect(page.getByLabel(zh.description)).toHaveValue("");
});

test("in English at a desk: a street by its name, a group by hand, and a printed receipt", async ({
  people,
}) => {
  const page = await people.resident({ locale: "en" });
  await openReport(page, "Map for choosing the place");
  await page.getByLabel("Find a place").fill("人民");
  await page.getByLabel("Find a place").press("Enter");
  await page
    .getByRole("button", { name: /^人民.+Road$/ })
    .first()
    .click();
  await expect(page.getByText(/^Chosen: /)).toBeVisible();
  await page.getByLabel("What is wrong").fill("It has been dark here for a week");
  await page.getByRole("radio", { name: "Street lights" }).check();
  await axeClean(page);
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Received, thank you" })).toBeFocused();
  const code = await codeOf(page);
  await page.goto("/track");
  await page.getByLabel("Tracking code").fill(code);
  await page.getByRole("button", { name: "Look it up" }).click();
  await expect(page.getByText("Your report was received")).toBeVisible();
  await axeClean(page);
  await page.emulateMedia({ media: "print" });
  await expect(page.getByText(/^Printed: /)).toBeVisible();
  await expect(page.getByRole("button", { name: "Print" })).toBeHidden();
});

test("a code that is none, half a code and an unknown one get the same answer, and what was typed stays", async ({
  people,
}) => {
  const page = await people.resident();
  for (const code of ["ABCD", "0000-0000-00000", "你好"]) {
    await page.goto("/track");
    await page.getByLabel("查询码").fill(code);
    await page.getByRole("button", { name: "查询", exact: true }).click();
    await expect(page.getByText("没有查到。请核对查询码，共13位字母和数字")).toBeVisible();
    await expect(page.getByLabel("查询码")).toHaveValue(code);
  }
  await axeClean(page);
});

test("without any script a report goes in by a community from the list, and is followed", async ({
  browser,
}) => {
  const context = await browser.newContext({ baseURL: siteUrl(), javaScriptEnabled: false, locale: "zh-CN" });
  const page = await context.newPage();
  await page.goto("/report");
  await expect(page.getByText(/不能上传照片和使用地图/)).toBeVisible();
  await page.getByLabel(zh.place).fill("人民路口");
  await page.getByLabel(zh.description).fill("下水道堵了，污水横流");
  await page.getByRole("button", { name: zh.send, exact: true }).click();
  // Said in words, with everything still there and the list open.
  await expect(page.getByText("请在地图上点一下、用定位，或从列表里选一个社区")).toBeVisible();
  await expect(page.getByLabel(zh.description)).toHaveValue("下水道堵了，污水横流");
  await page.getByLabel("社区").selectOption({ index: 1 });
  await page.getByRole("button", { name: zh.send, exact: true }).click();
  const code = await codeOf(page);
  await page.goto("/track");
  await page.getByLabel("查询码").fill(code);
  await page.getByRole("button", { name: "查询", exact: true }).click();
  await expect(page.getByText("已收到您的反映")).toBeVisible();
  await expect(page.getByText(/排水管道堵塞/).first()).toBeVisible();
  await context.close();
});

test("an acceptor may use the page too: under the post, without a code", async ({ people }) => {
  const page = await people.post("acceptor");
  const map = await openReport(page);
  await map.click();
  await expect(page.getByText(/^已选：/)).toBeVisible();
  await page.getByLabel(zh.description).fill("垃圾桶都满了");
  await expect(page.getByLabel("电话")).toHaveCount(0);
  await page.getByRole("button", { name: zh.send, exact: true }).click();
  await expect(page.getByRole("heading", { name: "已收到，谢谢您" })).toBeFocused();
  await expect(page.locator("main output")).toHaveCount(0);
  const dispatcher = await people.post("dispatcher");
  await dispatcher.goto("/report");
  await expect(dispatcher.getByText(/请先退出登录/)).toBeVisible();
});
