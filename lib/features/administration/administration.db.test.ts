import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { areas, desks, events, persons, sections, settings, units } from "@/db/schema";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { AppError } from "@/lib/domain/errors";
import type { Context } from "@/lib/features/context";
import { contextOf, makeSmallCity, type SmallCity } from "@/tests/support/small-city";
import { readSettings } from "../shared/city-rules";
import { readTable } from "../shared/read-table";
import { changeSetting, settingSubjectId } from "./change-setting";
import { importAreas } from "./import-areas";
import { importPersons, personColumns } from "./import-persons";
import { importUnits, unitColumns } from "./import-units";
import { listAreas } from "./list-areas";
import { listClasses } from "./list-classes";
import { listEvents } from "./list-events";
import { listGrids } from "./list-grids";
import { listSettings } from "./list-settings";
import { listUnits, loadUnit } from "./list-units";
import { loadCalendar } from "./load-calendar";
import { loadHealth } from "./load-health";
import { loadOverview } from "./load-overview";

let own: TestDatabase;
let city: SmallCity;
let system: Context;
let security: Context;
let audit: Context;
let minute = 0;

beforeAll(async () => {
  own = await createTestDatabase();
  city = await makeSmallCity(own.db);
  const clock = () => new Date(Date.UTC(2026, 2, 2, 1, minute++));
  system = contextOf(own.db, await city.makeActor("system_admin"), clock);
  security = contextOf(own.db, await city.makeActor("security_admin"), clock);
  audit = contextOf(own.db, await city.makeActor("audit_admin"), clock);
});
afterAll(() => own.drop());

const countEvents = async () => (await own.db.select({ id: events.id }).from(events)).length;

async function refusal(work: Promise<unknown>): Promise<AppError> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(AppError);
  return error as AppError;
}

const csv = (text: string) => new TextEncoder().encode(text);

describe("settings", () => {
  test("a changed setting holds from now on, keeps its past, and is one event", async () => {
    const before = await countEvents();
    await changeSetting(system, { key: "limit.accept", value: { value: 20, unit: "minute" } });
    expect(await countEvents()).toBe(before + 1);
    const now = await readSettings(own.db, new Date(Date.UTC(2026, 2, 3)));
    expect(now["limit.accept"]).toEqual({ value: 20, unit: "minute" });
    const past = await readSettings(own.db, new Date(Date.UTC(2026, 2, 1)));
    expect(past["limit.accept"]).toEqual({ value: 15, unit: "minute" });
    const [row] = (await listSettings(system, {})).filter(({ key }) => key === "limit.accept");
    expect(row?.history[0]).toMatchObject({
      before: { value: 15, unit: "minute" },
      after: { value: 20, unit: "minute" },
    });
  });

  test("a value that does not fit, an unknown name and the same value again are refused, without an event", async () => {
    const before = await countEvents();
    expect(
      (await refusal(changeSetting(system, { key: "limit.accept", value: { value: 0, unit: "minute" } })))
        .code,
    ).toBe("invalid");
    expect((await refusal(changeSetting(system, { key: "no.such", value: 1 }))).fields.key).toBe("unknown");
    expect((await refusal(changeSetting(system, { key: "close.reopenDays", value: undefined }))).code).toBe(
      "invalid",
    );
    expect((await refusal(changeSetting(system, { key: "close.reopenDays", value: 15 }))).fields.value).toBe(
      "unchanged",
    );
    expect(await countEvents()).toBe(before);
  });

  test.each(["security", "audit"] as const)("the %s administrator cannot change one", async (who) => {
    const context = who === "security" ? security : audit;
    const before = await own.db.select().from(settings);
    expect((await refusal(changeSetting(context, { key: "close.reopenDays", value: 7 }))).code).toBe(
      "forbidden",
    );
    expect(await own.db.select().from(settings)).toEqual(before);
  });

  test("each setting has a chain of its own", () => {
    expect(settingSubjectId("limit.accept")).not.toBe(settingSubjectId("limit.file"));
    expect(settingSubjectId("limit.accept")).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  });
});

describe("units and persons from a file", () => {
  test("good rows stay, each bad row names its field, one event for the file", async () => {
    const before = await countEvents();
    const { rows, encoding } = readTable(
      csv(
        "单位代码,单位名称,单位类别,所属区域代码,责任类别\n" +
          "HW01,城区环卫所,市直部门,990000,sanitation\n" +
          "HW02,没有这个区,市直部门,990199,\n" +
          "HW03,类别不明,某某,990101,\n" +
          "HW04,责任不明,街道,990101001,nobody\n" +
          "U0,单位 零,city_department,990000,\n",
      ),
      unitColumns,
    );
    expect(encoding).toBe("utf-8");
    const answers = await importUnits(system, { source: "units.csv", rows });
    expect(answers.map(({ line, outcome, problems }) => [line, outcome, problems[0]?.field])).toEqual([
      [2, "added", undefined],
      [3, "refused", "area"],
      [4, "refused", "kind"],
      [5, "refused", "responsibleKinds"],
      [6, "changed", undefined],
    ]);
    expect(await countEvents()).toBe(before + 1);
    expect((await own.db.select().from(units).where(eq(units.code, "HW01")))[0]?.name).toBe("城区环卫所");
    expect(await own.db.select().from(units).where(eq(units.code, "HW02"))).toEqual([]);
    const again = await importUnits(system, { source: "units.csv", rows: rows.slice(0, 1) });
    expect(again[0]?.outcome).toBe("unchanged");
  });

  test("a person's row that fails leaves no section behind", async () => {
    const { rows } = readTable(
      csv(
        "单位代码,科室代码,科室,姓名,职务\n" +
          "U1,K1,督办科,王芳,科员\n" +
          "U1,K2,综合科,,科员\n" +
          "U1,K3,,李强,科员\n" +
          "U1,K1,,王芳,科长\n",
      ),
      personColumns,
    );
    const answers = await importPersons(system, { source: "persons.csv", rows });
    expect(answers.map(({ outcome }) => outcome)).toEqual(["added", "refused", "refused", "refused"]);
    expect(answers[1]?.problems).toEqual([{ field: "name", code: "required" }]);
    expect(answers[2]?.problems).toEqual([{ field: "sectionName", code: "required" }]);
    // One person twice: the first line counts, the second is told which that was.
    expect(answers[3]?.problems).toEqual([{ field: "row", code: "duplicate_row", line: 2 }]);
    const made = await own.db.select().from(sections).where(eq(sections.code, "K2"));
    expect(made).toEqual([]);
    const [wang] = await own.db.select().from(persons).where(eq(persons.name, "王芳"));
    expect(wang?.jobTitle).toBe("科员");
    const later = await importPersons(system, { source: "persons.csv", rows: rows.slice(3) });
    expect(later.map(({ outcome }) => outcome)).toEqual(["changed"]);
    const [event] = await own.db.select().from(events).where(eq(events.type, "persons.imported"));
    expect(JSON.stringify(event?.payload)).not.toContain("王芳");
  });

  test("the security administrator cannot", async () => {
    const rows = [{ line: 2, values: { code: "X1" } }];
    expect((await refusal(importUnits(security, { source: "x.csv", rows }))).code).toBe("forbidden");
    expect((await refusal(importPersons(audit, { source: "x.csv", rows }))).code).toBe("forbidden");
  });
});

describe("areas from a file", () => {
  const feature = (
    line: number,
    properties: Record<string, unknown>,
    box: [number, number, number, number],
  ) => {
    const [west, south, east, north] = box;
    return {
      line,
      properties,
      geometry: {
        type: "Polygon",
        coordinates: [
          [
            [west, south],
            [east, south],
            [east, north],
            [west, north],
            [west, south],
          ],
        ],
      },
    };
  };

  test("a new name keeps the area's identity; what overlaps, hangs loose or is no outline is refused by row", async () => {
    const before = await countEvents();
    const old = city.areaOf("990101001001");
    const answers = await importAreas(system, {
      source: "areas.geojson",
      features: [
        feature(
          1,
          { code: "990101001001", level: "community", name: "新名社区", parent: "990101001" },
          [110, 30, 110.02, 30.01],
        ),
        feature(
          2,
          { code: "990101001009", level: "community", name: "重叠社区" },
          [110.001, 30.001, 110.005, 30.005],
        ),
        feature(
          3,
          { code: "990101009001", level: "community", name: "无街道社区" },
          [110, 30, 110.01, 30.01],
        ),
        feature(4, { code: "990101001", level: "community", name: "代码不对" }, [110, 30, 110.01, 30.01]),
        { line: 5, properties: { code: "990101001002", level: "community", name: "无边界" }, geometry: null },
        feature(
          6,
          { code: "990101001002", level: "community", name: "停用", valid_to: "2026-03-01" },
          [110, 30, 110.01, 30.01],
        ),
      ],
    });
    expect(answers.map(({ outcome, problems }) => [outcome, problems[0]?.field, problems[0]?.code])).toEqual([
      ["changed", undefined, undefined],
      ["refused", "geometry", "overlaps"],
      ["refused", "parent", "not_found"],
      ["refused", "code", "wrong_length"],
      ["refused", "geometry", "not_an_object"],
      ["refused", "validTo", "in_use"],
    ]);
    expect(await countEvents()).toBe(before + 1);
    const [renamed] = await own.db.select().from(areas).where(eq(areas.code, "990101001001"));
    expect(renamed).toMatchObject({ id: old.id, name: "新名社区" });
  });

  test("a new area gets its desk, and may be ended again while nothing stands on it", async () => {
    await own.db.update(areas).set({ validTo: "2026-01-01" }).where(eq(areas.code, "990102002002"));
    const features = [
      feature(
        1,
        { code: "990102002003", level: "community", name: "滨河社区", name_en: "Riverside" },
        [110.02, 30.03, 110.04, 30.04],
      ),
    ];
    const [added] = await importAreas(system, { source: "a.geojson", features });
    expect(added?.outcome).toBe("added");
    const [row] = await own.db
      .select({ id: areas.id, desk: desks.name })
      .from(areas)
      .innerJoin(desks, eq(desks.areaId, areas.id))
      .where(and(eq(areas.code, "990102002003")));
    expect(row?.desk).toBe("滨河社区");
    const [ended] = await importAreas(system, {
      source: "b.geojson",
      features: features.map((each) => ({
        ...each,
        properties: { ...each.properties, valid_to: "2027-01-01" },
      })),
    });
    expect(ended?.outcome).toBe("changed");
  });

  test("the audit administrator cannot", async () => {
    const features = [
      feature(1, { code: "990103", level: "district", name: "新区" }, [110, 30, 110.1, 30.1]),
    ];
    expect((await refusal(importAreas(audit, { source: "x", features }))).code).toBe("forbidden");
  });
});

describe("lists", () => {
  test("each list answers its administrator, with counts", async () => {
    expect((await listAreas(system, { q: "990101" })).total).toBeGreaterThan(3);
    expect((await listAreas(system, { level: "city" })).rows[0]?.cells).toBe(16);
    expect((await listGrids(system, { area: "990101" })).total).toBe(8);
    expect((await listGrids(system, { unstaffed: "yes" })).total).toBe(16);
    expect((await listUnits(system, { q: "100%_" })).total).toBe(0);
    expect((await loadUnit(system, { code: "U1" })).persons.length).toBeGreaterThan(1);
    expect((await listClasses(system, { kind: "event" })).rows[0]?.conditions.length).toBe(1);
    expect((await loadCalendar(system, {}))?.daysLeft).toBeGreaterThan(200);
    expect((await loadHealth(audit, {})).waiting).toBeGreaterThan(0);
    expect((await loadOverview(system, {})).cells).toBe(16);
    const log = await listEvents(audit, { subject: "setting", from: "2026-03-02", to: "2026-03-02" });
    expect(log.rows[0]?.type).toBe("setting.changed");
  });

  test("the log of events is for the audit administrator alone", async () => {
    expect((await refusal(listEvents(system, {}))).code).toBe("forbidden");
    expect((await refusal(listEvents(security, {}))).code).toBe("forbidden");
  });
});
