import type { Page } from "@playwright/test";
import { demoAccount, expect, test } from "./support";

/** The desk-bound administrator: every change with its reason, seen again in the history. */

/** A folded form by its title, opened. */
async function open(page: Page, title: string | RegExp, within = page.locator("main")) {
  const box = within.locator("details", { has: page.locator("summary", { hasText: title }) }).first();
  await box.locator("summary").first().click();
  return box;
}

/** A change of a date field: the days are the city's. */
function inDays(count: number): string {
  const at = new Date(Date.now() + 8 * 3_600_000 + count * 86_400_000);
  return at.toISOString().slice(0, 10);
}

test("a unit is changed with a reason; what was typed survives a refusal; the history tells it", async ({
  people,
}) => {
  const page = await people.post("system_admin");
  await page.goto("/admin/units");
  await page.locator('td a[href^="/admin/units/"]').first().click();
  const form = await open(page, "修改单位");
  const phone = `021-5${String(Date.now()).slice(-6)}`;
  await form.getByLabel("值班电话").fill("打电话");
  await form.getByLabel("变更原因").fill("值班室搬迁");
  await form.getByRole("button", { name: "保存变更" }).click();
  await expect(form.getByLabel("值班电话")).toHaveAttribute("aria-invalid", "true");
  await expect(form.getByLabel("变更原因")).toHaveValue("值班室搬迁");
  await form.getByLabel("值班电话").fill(phone);
  await form.getByRole("button", { name: "保存变更" }).click();
  const history = page.getByRole("list", { name: "变更记录" });
  await expect(history.getByRole("listitem").first()).toContainText("单位变更");
  await expect(history).toContainText("原因：值班室搬迁");
  await expect(history).toContainText(`→ ${phone}`);
});

test("whoever changes what somebody else changed meanwhile is told, and nothing is lost", async ({
  people,
}) => {
  const one = await people.post("system_admin");
  await one.goto("/admin/areas?level=community");
  await one.locator('td a[href^="/admin/areas/"]').first().click();
  await one.waitForURL(/areas\/\d+/);
  const two = await people.post("system_admin");
  await two.goto(one.url());
  const rename = async (page: Page, english: string) => {
    const form = await open(page, "修改名称和代码");
    // The name it has stays in it: other journeys look for it.
    const was = await form.getByLabel("英文名称").inputValue();
    await form.getByLabel("英文名称").fill(`${was} ${english}`);
    await form.getByLabel("变更原因").fill("统一译名");
    await form.getByRole("button", { name: "保存变更" }).click();
    return form;
  };
  await rename(two, String(Date.now() % 1_000));
  await expect(two.getByRole("list", { name: "变更记录" })).toContainText("统一译名");
  const form = await rename(one, "Mine");
  await expect(form.getByRole("alert")).toContainText("有人刚刚改过这条记录");
  await expect(form.getByLabel("英文名称")).toHaveValue(/Mine$/);
});

test("a limit holds from tomorrow, and today's stays in force", async ({ people }) => {
  const page = await people.post("system_admin");
  await page.goto("/admin/classes");
  await page.locator("main li details > summary").first().click();
  await page.locator('a[href^="/admin/classes/"]').first().click();
  await page.waitForURL(/classes\/.+/);
  const form = await open(page, "调整时限");
  await form.locator('input[name="value"]').fill("77");
  await form.getByLabel("变更原因").fill("市里新规定");
  await form.getByRole("button", { name: "调整时限" }).click();
  await expect(page.getByText(new RegExp(`自 ${inDays(1)} 起改为 77`))).toBeVisible();
  await expect(page.getByRole("list", { name: "变更记录" })).toContainText("市里新规定");
});

test("somebody stands in for a colleague, and is shown as such", async ({ people }) => {
  const page = await people.post("security_admin");
  const deputy = demoAccount("line_authority").login;
  await page.goto("/admin/accounts?post=grid_worker");
  await page.locator('td a[href*="account="]').first().click();
  await page.waitForURL(/account=/);
  const form = await open(page, "安排代班");
  await form.getByLabel("代班人").selectOption(deputy);
  await form.getByLabel("最后一天").fill(inDays(2));
  await form.getByLabel("变更原因").fill("年休假");
  await form.getByRole("button", { name: "安排代班" }).click();
  await expect(page.getByRole("list", { name: "变更记录" }).getByRole("listitem").first()).toContainText(
    "年休假",
  );
  await page.goto(`/admin/accounts?q=${deputy}`);
  await expect(page.locator("td", { hasText: /代.+班/ }).first()).toBeVisible();
  // The system administrator gives no posts: for them there is no such page.
  const system = await people.post("system_admin");
  people.faults.expected = [/404/];
  expect((await system.goto("/admin/accounts"))?.status()).toBe(404);
});

test("the roster goes out as a workbook and comes back unchanged", async ({ people }) => {
  const page = await people.post("system_admin");
  await page.goto("/admin/units");
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "导出花名册（XLSX）" }).click(),
  ]);
  const form = await open(page, "从文件导入科室和责任人");
  await form.locator('input[type="file"]').setInputFiles({
    name: "roster.xlsx",
    mimeType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    buffer: await readWhole(await file.createReadStream()),
  });
  await form.getByRole("button", { name: "导入" }).click();
  await expect(form.getByText(/新增 0，更新 0，未变 [1-9]\d*，未通过 0。/)).toBeVisible();
});

async function readWhole(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}

test("the first day is over in the demo, and its page says what each step stands on", async ({ people }) => {
  const page = await people.post("system_admin");
  await page.goto("/admin");
  await expect(page.getByRole("heading", { name: "初始设置" })).toHaveCount(0);
  await page.getByRole("link", { name: "初始设置" }).click();
  await expect(page.getByText("8 / 8 步")).toBeVisible();
  await expect(page.getByText("初始设置已全部完成")).toBeVisible();
  await expect(page.getByText("没有缺项")).toBeVisible();
});
