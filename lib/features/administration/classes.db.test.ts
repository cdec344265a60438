import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Db } from "@/db/client";
import { calendarDays, calendars, classConditions, classes, classLimits } from "@/db/schema";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Context } from "@/lib/features/context";
import { contextOf, makeSmallCity, type SmallCity } from "@/tests/support/small-city";
import { testVerb, type VerbCase } from "@/tests/support/verb-cases";
import { listClassChoices } from "../desk/list-class-choices";
import { listReportClasses } from "../field/list-report-classes";
import { readCalendar } from "../shared/city-rules";
import { limitOfCondition } from "../shared/limits";
import { ticketVerbs } from "../ticket-verbs";
import { listReportableClasses } from "../tickets/list-reportable-classes";
import { loadTicket } from "../tickets/load-ticket";
import { addCondition } from "./add-condition";
import { changeClass } from "./change-class";
import { endCondition } from "./end-condition";
import { loadCalendar } from "./load-calendar";
import { loadClass } from "./load-class";
import { publishCalendar } from "./publish-calendar";
import { retireClass } from "./retire-class";
import { setLimit } from "./set-limit";

let own: TestDatabase;
let city: SmallCity;
let system: Context;
let security: Context;
const now = new Date("2026-03-02T02:00:00Z");
const key = "test~event~06000";
const why = "执行新标准";

beforeAll(async () => {
  own = await createTestDatabase();
  city = await makeSmallCity(own.db);
  system = contextOf(own.db, await city.makeActor("system_admin"), () => now);
  security = contextOf(own.db, await city.makeActor("security_admin"), () => now);
});
afterAll(() => own.drop());

const scene = () => ({ db: own.db, may: system, mayNot: security, names: [] });
const load = (db: Db) => loadClass({ ...system, db }, { key });
const condition = async (db: Db) => {
  const [found] = (await load(db)).conditions;
  if (!found) throw new Error("the class has a condition");
  return found;
};

const cases: VerbCase[] = [
  {
    name: "a class's words and flags",
    verb: changeClass,
    eventType: "class.changed",
    good: async (db) => ({
      key,
      seen: (await load(db)).seen,
      why,
      name: "暴露垃圾",
      nameEn: "Litter",
      description: "道路上的垃圾",
      descriptionEn: "Litter on roads",
      urgency: "high",
      isSelfHandleable: "yes",
    }),
    bad: [
      [{ isDanger: "yes" }, "isSelfHandleable", "danger_self"],
      [{ urgency: "soon" }, "urgency", "unknown"],
      [{ key: "test~event" }, "key", "bad_format"],
    ],
    after: async (db) => {
      expect(await load(db)).toMatchObject({ name: "暴露垃圾", isPublicReportable: false });
    },
  },
  {
    name: "a class's retirement",
    verb: retireClass,
    eventType: "class.retired",
    good: async (db) => ({ key, seen: (await load(db)).seen, why, validTo: "2026-03-02" }),
    bad: [[{ validTo: "2026-03-01" }, "validTo", "in_past"]],
    after: async (db) => {
      const acceptor = { ...system, db, actor: await city.makeActor("acceptor") };
      const offered = [
        await listClassChoices(acceptor, {}),
        await listReportClasses(acceptor, {}),
        await listReportableClasses(acceptor, {}),
      ];
      for (const list of offered) {
        expect(list.length).toBeGreaterThan(0);
        expect(list.map(({ id }) => id)).not.toContain(city.classes[0]?.id);
      }
    },
  },
  {
    name: "another condition",
    verb: addCondition,
    eventType: "condition.added",
    hasMark: false,
    good: () => ({
      key,
      why,
      name: "大于 1 立方米",
      nameEn: "more than 1 m³",
      closing: "清运",
      closingEn: "removed",
      value: "2",
      unit: "emergency-hour",
    }),
    bad: [
      [{ value: "0" }, "value", "required"],
      [{ unit: "moon" }, "unit", "unknown"],
    ],
    after: async (db) => {
      const [, added] = (await load(db)).conditions;
      expect(added).toMatchObject({
        position: 2,
        limit: { value: 2, unit: "emergency-hour", source: "city" },
      });
    },
  },
  {
    name: "a condition's end",
    verb: endCondition,
    eventType: "condition.ended",
    hasMark: false,
    good: () => ({ key, position: "1", why, validTo: "2026-03-05" }),
    bad: [
      [{ position: "7" }, "position", "not_found"],
      [{ validTo: "2025-01-01" }, "validTo", "in_past"],
    ],
  },
  {
    name: "a limit from a day on",
    verb: setLimit,
    eventType: "limit.set",
    good: async (db) => ({
      key,
      position: 1,
      seen: (await condition(db)).seen,
      why,
      value: "5",
      unit: "working-hour",
      validFrom: "2026-03-03",
    }),
    bad: [
      [{ validFrom: "2026-03-01" }, "validFrom", "in_past"],
      [{ value: "1", unit: "working-day" }, "value", "unchanged"],
      [{ value: "1001" }, "value", "too_long"],
    ],
    after: async (db) => {
      const calendar = await readCalendar(db);
      const id = (await condition(db)).id;
      const on = (day: string) => limitOfCondition(db, id, new Date(`${day}T02:00:00Z`), calendar);
      expect(await on("2026-03-02")).toEqual({ value: 1, unit: "working-day" });
      expect(await on("2026-03-03")).toEqual({ value: 5, unit: "working-hour" });
      const rows = await db.select().from(classLimits).where(eq(classLimits.conditionId, id));
      expect(rows.map(({ validTo }) => validTo)).toEqual([null, null]);
    },
  },
];
describe.each(cases)("$name", (one) => testVerb(one, scene));

test("a retired class keeps its tickets: they show it, and cannot be filed under it any more", async () => {
  const acceptor = { ...system, actor: await city.makeActor("acceptor") };
  const leader = { ...system, actor: await city.makeActor("shift_leader") };
  const [cell] = city.cells;
  const [kind] = city.classes;
  const report = {
    classId: kind?.id,
    lng: cell?.point[0],
    lat: cell?.point[1],
    placeWords: "路口",
    description: "垃圾",
  };
  const { number, version } = await ticketVerbs.report(acceptor, report);
  const proposed = await ticketVerbs.propose_filing(acceptor, { number, version });
  await retireClass(system, { key, seen: (await load(own.db)).seen, why, validTo: "2026-03-02" });
  const shown = await loadTicket(leader, { number });
  expect([shown.class.code, shown.conditions]).toEqual(["06000", []]);
  await expect(
    ticketVerbs.file(leader, { number, version: proposed.version, conditionId: kind?.conditionId }),
  ).rejects.toMatchObject({ fields: { conditionId: "unknown" } });
  await expect(ticketVerbs.report(acceptor, report)).rejects.toMatchObject({
    fields: { classId: "unknown" },
  });
  await own.db.update(classes).set({ validTo: null });
});

test("an ended condition is not offered, but stays with what was filed under it", async () => {
  const acceptor = { ...system, actor: await city.makeActor("acceptor") };
  const leader = { ...system, actor: await city.makeActor("shift_leader") };
  const [cell] = city.cells;
  const kind = city.classes[1];
  const report = {
    classId: kind?.id,
    lng: cell?.point[0],
    lat: cell?.point[1],
    placeWords: "路口",
    description: "井盖",
  };
  const filed = async () => {
    const { number, version } = await ticketVerbs.report(acceptor, report);
    const next = await ticketVerbs.propose_filing(acceptor, { number, version });
    return { number, version: next.version, conditionId: kind?.conditionId };
  };
  const before = await filed();
  await ticketVerbs.file(leader, before);
  await endCondition(system, { key: "test~event~06001", position: 1, why, validTo: "2026-03-02" });
  expect((await loadTicket(leader, { number: before.number })).conditions.map(({ id }) => id)).toEqual([
    kind?.conditionId,
  ]);
  const after = await filed();
  expect((await loadTicket(leader, { number: after.number })).conditions).toEqual([]);
  await expect(ticketVerbs.file(leader, after)).rejects.toMatchObject({
    fields: { conditionId: "unknown" },
  });
  await expect(
    endCondition(system, { key: "test~event~06001", position: 1, why, validTo: "2026-03-03" }),
  ).rejects.toMatchObject({ code: "conflict" });
  await own.db.update(classConditions).set({ validTo: null });
});

test("a planned limit may be planned anew, one that began is never altered", async () => {
  const set = async (value: number, validFrom: string) =>
    setLimit(system, {
      key: "test~event~06002",
      position: 1,
      seen: (await loadClass(system, { key: "test~event~06002" })).conditions[0]?.seen,
      why,
      value,
      unit: "working-hour",
      validFrom,
    });
  await set(9, "2026-04-01");
  await set(8, "2026-04-01");
  const { conditions } = await loadClass(system, { key: "test~event~06002" });
  expect(conditions[0]?.limits.map(({ value, validFrom }) => [value, validFrom])).toEqual([
    [3, "2020-01-01"],
    [8, "2026-04-01"],
  ]);
  await set(7, "2026-03-02");
  await expect(set(6, "2026-03-02")).rejects.toMatchObject({ fields: { validFrom: "limit_began" } });
});

const edition = { version: 1, why: "国务院办公厅通知" };
describe.each([
  {
    name: "a new edition of the calendar",
    verb: publishCalendar,
    eventType: "calendar.published",
    hasMark: false,
    good: () => ({
      ...edition,
      day: "2026-05-01",
      dayKind: "holiday",
      dayName: "劳动节",
      dayBasis: "official",
    }),
    bad: [
      [{ hours: "nine to five" }, "hours", "bad_hours"],
      [{ dayKind: "as_the_week" }, "why", "unchanged"],
      [{ day: "2026-02-30" }, "day", "bad_format"],
    ],
    after: async (db) => {
      const all = await db.select().from(calendars);
      expect(all.map(({ version }) => version)).toEqual([1, 2]);
      expect((await readCalendar(db)).days).toEqual({ "2026-05-01": "holiday" });
      expect((await readCalendar(db, 1)).days).toEqual({});
    },
  } satisfies VerbCase,
])("$name", (one) => testVerb(one, scene));

test("a year is announced: its days come as a file, are confirmed at once, and old editions stay", async () => {
  const holiday = (day: string, isProvisional: boolean) => ({
    day,
    kind: "holiday" as const,
    name: "元旦",
    isProvisional,
  });
  await publishCalendar(system, { ...edition, days: [holiday("2027-01-01", true)] });
  expect(await loadCalendar(system, {})).toMatchObject({
    version: 2,
    publishedThrough: "2026-12-31",
    provisionalYears: [2027],
    isNextYearCovered: false,
  });
  // Two people publish over the same edition: the second one is told.
  await expect(publishCalendar(system, { ...edition, hours: "09:00-17:00" })).rejects.toMatchObject({
    code: "conflict",
  });
  const done = await publishCalendar(system, { ...edition, version: 2, confirmYear: 2027 });
  expect(done).toMatchObject({ version: 3, publishedThrough: "2027-12-31", changed: 1 });
  const shown = await loadCalendar(system, {});
  expect(shown).toMatchObject({ isNextYearCovered: true, provisionalYears: [] });
  expect(shown?.history.map(({ facts }) => facts.version)).toEqual([3, 2]);
  const kept = await own.db.select().from(calendarDays).where(eq(calendarDays.version, 2));
  expect(kept.map(({ isProvisional }) => isProvisional)).toEqual([true]);
});
