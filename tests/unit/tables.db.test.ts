import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type TableName, tableLines, tableNames } from "@/app/_tables/tables";
import { importFile } from "@/app/admin/_import-file";
import { areas, calendarDays, classes, events, persons, sections, units, users } from "@/db/schema";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { exportAccounts } from "@/lib/features/accounts/export-accounts";
import { givePost } from "@/lib/features/accounts/give-post";
import { giveStandIn } from "@/lib/features/accounts/give-stand-in";
import { listAccounts } from "@/lib/features/accounts/list-accounts";
import { exportPersons } from "@/lib/features/administration/export-tables";
import { loadClass } from "@/lib/features/administration/load-class";
import type { Context } from "@/lib/features/context";
import { type SheetFormat, sheetFormats, writeSpreadsheet } from "@/lib/features/shared/spreadsheet";
import { locales } from "@/lib/i18n/locales";
import { messagesOf } from "@/lib/i18n/messages";
import { contextOf, makeSmallCity, type SmallCity } from "@/tests/support/small-city";

/** What goes out comes back: every table, in both forms and both languages. */
let own: TestDatabase;
let city: SmallCity;
let system: Context;
let security: Context;
let minute = 0;

beforeAll(async () => {
  own = await createTestDatabase();
  city = await makeSmallCity(own.db);
  const clock = () => new Date(Date.UTC(2026, 2, 2, 1, minute++));
  system = contextOf(own.db, await city.makeActor("system_admin"), clock);
  security = contextOf(own.db, await city.makeActor("security_admin"), clock);
  const [cell, other] = city.cells;
  await city.makeActor("grid_worker", city.areaOf("990101001001"), {
    cells: [cell?.id ?? "", other?.id ?? ""],
  });
  await city.makeActor("handler", city.city, { unit: 0 });
  await city.makeActor("line_authority", city.city, { lineKind: "sanitation" });
  await own.db.insert(calendarDays).values([
    { version: 1, day: "2026-05-01", kind: "holiday", name: "劳动节", isProvisional: false },
    { version: 1, day: "2026-05-09", kind: "working", name: "", isProvisional: true },
  ]);
  // Words that spreadsheets would like to make something else of.
  await own.db.update(units).set({ phone: "+86 21 5555", name: "=环卫所" }).where(eq(units.code, "U1"));
  await own.db.update(persons).set({ jobTitle: "-1 级" }).where(eq(persons.name, "人 1"));
  await own.db.insert(sections).values({
    id: crypto.randomUUID(),
    unitId: city.units[0]?.id ?? "",
    code: "S9",
    name: "空科",
    nameEn: "empty",
  });
});
afterAll(() => own.drop());

const contextFor = (what: TableName) => (what === "accounts" ? security : system);
/** The table `areas` comes back as names alone: outlines are no table. */
const importOf = (what: TableName) => (what === "areas" ? "areaNames" : what);

async function fileOf(
  what: TableName,
  format: SheetFormat,
  locale: (typeof locales)[number],
  edit?: (lines: string[][], head: string[]) => void,
) {
  const { head, lines } = await tableLines(contextFor(what), what, locale);
  edit?.(lines, head);
  const bytes = await writeSpreadsheet(format, what, head, lines);
  return { file: new File([Buffer.from(bytes)], `${what}.${format}`), lines };
}
const version = 1;
const zh = messagesOf("zh-CN").admin;

describe.each(tableNames)("%s", (what) => {
  for (const format of sheetFormats)
    for (const locale of locales)
      test(`${format} in ${locale}, out and in again: unchanged`, async () => {
        const { file, lines } = await fileOf(what, format, locale);
        expect(lines.length).toBeGreaterThan(1);
        const { rows, secrets } = await importFile(contextFor(what), importOf(what), file, version);
        expect(rows.filter(({ outcome }) => outcome !== "unchanged")).toEqual([]);
        expect([rows.length, secrets.length]).toEqual([lines.length, 0]);
      });
});

/** Exports, changes a cell of the line that begins so, imports, and answers with what was said of each line. */
async function edited(what: TableName, begins: string, changes: Record<string, string>) {
  const { file } = await fileOf(what, "xlsx", "zh-CN", (lines, head) => {
    const line = lines.find((cells) => cells.includes(begins));
    if (!line) throw new Error(`no line holds ${begins}`);
    for (const [title, value] of Object.entries(changes)) {
      const at = head.indexOf(title);
      if (at < 0) throw new Error(`no column ${title}`);
      line[at] = value;
    }
  });
  const { rows } = await importFile(contextFor(what), importOf(what), file, version);
  return rows.filter(({ outcome }) => outcome !== "unchanged");
}

describe("an edited table changes what was edited and nothing else", () => {
  test("an area's name, and one whose parent was changed is refused", async () => {
    expect(await edited("areas", "990102", { 区域名称: "江北区" })).toMatchObject([{ outcome: "changed" }]);
    const [row] = await own.db.select().from(areas).where(eq(areas.code, "990102"));
    expect(row?.name).toBe("江北区");
    expect(await edited("areas", "990102001", { 上级区域代码: "990101" })).toMatchObject([
      { outcome: "refused", problems: [{ field: "parent", code: "parent_differs" }] },
    ]);
  });

  test("a unit's kind by its word, a code that became a number is told", async () => {
    expect(await edited("units", "U2", { 单位类别: "外包公司" })).toMatchObject([{ outcome: "changed" }]);
    const [row] = await own.db.select().from(units).where(eq(units.code, "U2"));
    expect(row?.kind).toBe("contractor");
    expect(await edited("units", "U2", { 所属区域代码: "9.9E+11" })).toMatchObject([
      { problems: [{ field: "area", code: "already_code_number" }] },
    ]);
  });

  test("a person's section and end, a section's name", async () => {
    expect(await edited("persons", "人 2", { 离岗日期: "2026/3/10" })).toMatchObject([
      { outcome: "changed" },
    ]);
    const [row] = await own.db.select().from(persons).where(eq(persons.name, "人 2"));
    expect(row?.validTo).toBe("2026-03-10");
    expect(await edited("persons", "空科", { 科室名称: "督查科" })).toMatchObject([{ outcome: "changed" }]);
  });

  test("a limit holds from the day beside it, and the class keeps the others", async () => {
    expect(
      await edited("classes", "06001", {
        时限: "4",
        时限单位: zh.limitUnit["working-hour"],
        时限生效日期: "2026-03-20",
      }),
    ).toMatchObject([{ outcome: "changed" }]);
    const { conditions, history } = await loadClass(system, { key: "test~event~06001" });
    expect(conditions[0]?.limits.map(({ value, unit, validFrom }) => [value, unit, validFrom])).toEqual([
      [2, "working-day", "2020-01-01"],
      [4, "working-hour", "2026-03-20"],
    ]);
    expect(history[0]?.type).toBe("classes.imported");
    expect(await edited("classes", "06000", { 危险类: "是" })).toMatchObject([
      { problems: [{ field: "isSelfHandleable", code: "danger_self" }] },
    ]);
    expect((await own.db.select().from(classes)).some(({ isDanger }) => isDanger)).toBe(false);
  });

  test("a setting holds from now on, one that does not fit is refused by its line", async () => {
    expect(await edited("settings", "close.reopenDays", { 取值: "20" })).toMatchObject([
      { outcome: "changed", name: "close.reopenDays" },
    ]);
    expect(await edited("settings", "close.reopenDays", { 取值: "twenty" })).toMatchObject([
      { outcome: "refused", problems: [{ field: "value" }] },
    ]);
  });

  test("a bad day and nothing of the calendar is published", async () => {
    expect(await edited("calendar", "劳动节", { 安排: "半天" })).toMatchObject([{ outcome: "refused" }]);
    expect((await own.db.select().from(events).where(eq(events.type, "calendar.published"))).length).toBe(0);
  });
});

test("stand-ins and second posts go out, and back, as they are", async () => {
  const { rows } = await listAccounts(security, { post: "grid_worker" });
  const [worker] = rows;
  const deputy = (await listAccounts(security, { post: "line_authority" })).rows[0];
  await giveStandIn(security, {
    login: worker?.login,
    postId: worker?.posts[0]?.id,
    deputy: deputy?.login,
    why: "休假",
    validFrom: "2026-03-05",
    through: "2026-03-09",
  });
  await givePost(security, { login: worker?.login, why: "兼任", post: "volunteer", area: "990000" });
  const { file } = await fileOf("accounts", "csv", "zh-CN");
  const text = await file.text();
  expect(text).toContain(`${worker?.login}`);
  expect(text).not.toMatch(/argon2|none/);
  const answers = await importFile(security, "accounts", file, version);
  expect(answers.rows.filter(({ outcome }) => outcome !== "unchanged")).toEqual([]);
});

test("taking out personal data is an event, and another administrator's right", async () => {
  await exportPersons(system, {});
  await exportAccounts(security, {});
  for (const type of ["persons.exported", "accounts.exported"]) {
    const rows = await own.db.select().from(events).where(eq(events.type, type));
    expect(rows.length).toBeGreaterThan(0);
  }
  await expect(exportPersons(security, {})).rejects.toMatchObject({ code: "forbidden" });
  await expect(exportAccounts(system, {})).rejects.toMatchObject({ code: "forbidden" });
  expect((await own.db.select().from(users)).every(({ passwordHash }) => passwordHash === "none")).toBe(true);
});
