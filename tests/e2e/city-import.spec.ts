import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test as plain } from "@playwright/test";
import { type Site, startSite } from "../support/site";
import { makeSiteHome, type SiteHome } from "../support/site-home";
import { smallExtract, writeOsm } from "../support/write-osm";
import { Faults, gridkeep, openBrowser, signInFirst, wordsOf } from "./support";

/** An administrator brings a city from the page: a file that is none, a whole one, the same again, another one. */
plain.describe("a city from the page", () => {
  plain.describe.configure({ timeout: 300_000 });
  const words = wordsOf("zh-CN", "cityImport");
  let home: SiteHome;
  let site: Site | undefined;
  let password = "";

  plain.beforeAll(async () => {
    home = await makeSiteHome("gridkeep-city-page-");
    await writeOsm(path.join(home.data, "qinghe.osm.pbf"), smallExtract());
    // A post lies in an area, so the first person of an empty installation comes with the first city.
    gridkeep(home, "city", "import", path.join(home.data, "qinghe.osm.pbf"), "--json");
    const made: { initialPassword: string } = JSON.parse(
      gridkeep(
        home,
        "user",
        "create",
        "admin",
        "--name",
        "陈管理",
        "--post",
        "system_admin",
        "--area",
        "110100",
        "--json",
      ),
    );
    password = made.initialPassword;
    site = await startSite(home, { isDemo: false });
  });
  plain.afterAll(async () => {
    await site?.close();
    await home?.remove();
  });

  plain("what is damaged is refused by name; what has changed is brought and listed", async ({ browser }) => {
    const faults = new Faults();
    faults.expected = [/status of 400/];
    const context = await openBrowser(browser, faults, {}, undefined, site?.url ?? "");
    const page = await context.newPage();
    await signInFirst(page, { login: "admin", password }, "Heap-of-admin-2026");
    await page.goto("/admin/import");
    await expect(page.locator("main")).toContainText("青河市");

    const send = async (file: string) => {
      await page.locator('input[type="file"]').setInputFiles(file);
      await page.getByRole("button", { name: words.update }).click();
    };
    const newest = page.locator("h2 + ul > li").first();

    // Nothing chosen: said beside the field, without a request.
    await page.getByRole("button", { name: words.update }).click();
    await expect(page.getByText(wordsOf("zh-CN", "refusal").field.required).first()).toBeVisible();

    const broken = path.join(home.data, "broken.osm.pbf");
    writeFileSync(broken, randomBytes(3_000_000));
    await send(broken);
    await expect(newest).toContainText("broken.osm.pbf", { timeout: 60_000 });
    await expect(newest).toContainText(words.refusedWhy);
    await expect(newest.locator("li span").filter({ hasText: "broken.osm.pbf · 第 0 字节" })).toBeVisible();
    await expect(newest).toContainText(words.fault.not_an_extract);

    const changed = smallExtract();
    for (const { tags } of changed.relations) if (tags?.name === "东社区") tags.name = "城东社区";
    const next = path.join(home.data, "qinghe-next.osm.pbf");
    await writeOsm(next, changed);
    await send(next);
    await expect(newest).toContainText("qinghe-next.osm.pbf", { timeout: 60_000 });
    await expect(newest).toContainText("东社区 改名为 城东社区");
    await expect(newest).toContainText("陈管理");
    await page.goto("/admin/areas");
    await expect(page.locator("main")).toContainText("城东社区");

    const other = smallExtract();
    for (const relation of other.relations) relation.id += 500;
    const foreign = path.join(home.data, "other.osm.pbf");
    await writeOsm(foreign, other);
    await page.goto("/admin/import");
    await send(foreign);
    await expect(newest).toContainText("other.osm.pbf", { timeout: 60_000 });
    await expect(newest).toContainText(
      /系统里的城市（青河市）已在使用：0 件案件、0 个单位、1 个岗位|系统里已有另一个城市（青河市）/,
    );
    expect(faults.found).toEqual([]);
    await context.close();
  });
});
