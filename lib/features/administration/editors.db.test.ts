import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Db } from "@/db/client";
import { areas, assignments, desks, grids, persons, sections, units } from "@/db/schema";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Context } from "@/lib/features/context";
import { contextOf, makeSmallCity, type SmallCity } from "@/tests/support/small-city";
import { testVerb, type VerbCase } from "@/tests/support/verb-cases";
import { addPerson } from "./add-person";
import { changeArea } from "./change-area";
import { changeDesk } from "./change-desk";
import { changePerson } from "./change-person";
import { changeUnit } from "./change-unit";
import { createUnit } from "./create-unit";
import { endArea } from "./end-area";
import { endPerson } from "./end-person";
import { endUnit } from "./end-unit";
import { listUnits, loadUnit } from "./list-units";
import { loadArea } from "./load-area";
import { saveSection } from "./save-section";

let own: TestDatabase;
let city: SmallCity;
let system: Context;
let security: Context;
const now = new Date("2026-03-02T02:00:00Z");
const community = "990101001001";

beforeAll(async () => {
  own = await createTestDatabase();
  city = await makeSmallCity(own.db);
  system = contextOf(own.db, await city.makeActor("system_admin"), () => now);
  security = contextOf(own.db, await city.makeActor("security_admin"), () => now);
});
afterAll(() => own.drop());

const scene = () => ({ db: own.db, may: system, mayNot: security, names: ["人 0", "王敏", "13800000000"] });
const area = (db: Db, code = community) => loadArea({ ...system, db }, { code });
const unit = (db: Db, code = "U0") => loadUnit({ ...system, db }, { code });
const person = async (db: Db) => {
  const [found] = (await unit(db)).persons;
  if (!found) throw new Error("the unit has a person");
  return found;
};
const why = "市政府批复";
const unitForm = {
  name: "城市管理局",
  nameEn: "Urban management bureau",
  kind: "city_department",
  area: "990101",
  phone: "",
  responsibleKinds: ["sanitation", "drainage"],
};

const cases: VerbCase[] = [
  {
    name: "an area's names and code",
    verb: changeArea,
    eventType: "area.changed",
    good: async (db) => ({
      code: community,
      seen: (await area(db)).seen,
      why,
      name: "和平社区",
      nameEn: "Peace",
      newCode: "990101001007",
    }),
    bad: [
      [{ name: "" }, "name", "required"],
      [{ newCode: "990102001009" }, "newCode", "not_under_parent"],
      [{ newCode: "990101001002" }, "newCode", "exists"],
      [{ newCode: "990101" }, "newCode", "wrong_length"],
    ],
    after: async (db) => {
      const found = await area(db, "990101001007");
      expect([found.name, found.desk?.name]).toEqual(["和平社区", "和平社区"]);
      expect(found.history[0]).toMatchObject({
        type: "area.changed",
        why,
        before: { code: community, name: `community ${community}` },
        after: { code: "990101001007", name: "和平社区" },
      });
    },
  },
  {
    name: "an area's end",
    verb: endArea,
    eventType: "area.ended",
    good: async (db) => {
      await db
        .update(grids)
        .set({ validTo: "2026-03-01" })
        .where(eq(grids.communityId, city.areaOf(community).id));
      return { code: community, seen: (await area(db)).seen, why, validTo: "2026-03-02" };
    },
    bad: [
      [{ validTo: "2026-03-03" }, "validTo", "in_future"],
      [{ validTo: "2019-01-01" }, "validTo", "not_after"],
    ],
    after: async (db) => {
      const [row] = await db
        .select()
        .from(areas)
        .where(eq(areas.id, city.areaOf(community).id));
      expect(row?.validTo).toBe("2026-03-02");
    },
  },
  {
    name: "a desk",
    verb: changeDesk,
    eventType: "desk.changed",
    good: async (db) => ({
      area: community,
      seen: (await area(db)).desk?.seen,
      why,
      name: "社区指挥台",
      nameEn: "Community desk",
      powers: ["supervision", "command"],
      unit: "U1",
    }),
    bad: [
      [{ powers: ["everything"] }, "powers.0", "unknown"],
      [{ unit: "NONE" }, "unit", "not_found"],
    ],
    after: async (db) => {
      const [row] = await db
        .select()
        .from(desks)
        .where(eq(desks.areaId, city.areaOf(community).id));
      expect(row).toMatchObject({ powers: ["command", "supervision"], unitId: city.units[1]?.id });
    },
  },
  {
    name: "a new unit",
    verb: createUnit,
    eventType: "unit.created",
    hasMark: false,
    good: () => ({ ...unitForm, code: "CG01", validFrom: "", why }),
    bad: [
      [{ code: "U1" }, "code", "exists"],
      [{ code: "有空格 x" }, "code", "bad_format"],
      [{ responsibleKinds: ["nobody"] }, "responsibleKinds", "unknown"],
      [{ area: "990199" }, "area", "not_found"],
      [{ kind: "circus" }, "kind", "unknown"],
    ],
    after: async (db) => {
      expect(await unit(db, "CG01")).toMatchObject({ area: "990101", validFrom: "2026-03-02", phone: null });
    },
  },
  {
    name: "a unit",
    verb: changeUnit,
    eventType: "unit.changed",
    good: async (db) => ({ ...unitForm, code: "U0", seen: (await unit(db)).seen, why }),
    bad: [
      [{ phone: "not a number" }, "phone", "bad_format"],
      [{ responsibleKinds: ["nobody"] }, "responsibleKinds", "unknown"],
    ],
    after: async (db) => {
      const { history, ...found } = await unit(db);
      expect(found).toMatchObject({ name: "城市管理局", responsibleKinds: ["drainage", "sanitation"] });
      expect(history[0]?.after).toMatchObject({ name: "城市管理局", area: "990101" });
      expect(history[0]?.after).not.toHaveProperty("kind");
    },
  },
  {
    name: "a unit's end",
    verb: endUnit,
    eventType: "unit.ended",
    good: async (db) => ({ code: "U0", seen: (await unit(db)).seen, why, validTo: "2026-03-02" }),
    bad: [[{ validTo: "2019-12-31" }, "validTo", "not_after"]],
    after: async (db) => {
      expect((await unit(db)).isEnded).toBe(true);
      const listed = await listUnits({ ...system, db }, {});
      expect(listed.rows.map(({ code }) => code)).not.toContain("U0");
    },
  },
  {
    name: "a section's name",
    verb: saveSection,
    eventType: "section.changed",
    good: async (db) => ({
      unit: "U0",
      code: "S1",
      seen: (await unit(db)).sections[0]?.seen,
      why,
      name: "督办科",
      nameEn: "Follow-up",
    }),
    bad: [[{ name: "" }, "name", "required"]],
    after: async (db) => {
      expect((await unit(db)).sections[0]?.name).toBe("督办科");
    },
  },
  {
    name: "a new section",
    verb: saveSection,
    eventType: "section.created",
    hasMark: false,
    good: () => ({ unit: "U0", code: "S2", why, name: "综合科", nameEn: "Office" }),
    bad: [[{ code: "S1" }, "code", "exists"]],
    after: async (db) => {
      const rows = await db
        .select()
        .from(sections)
        .where(and(eq(sections.code, "S2"), eq(sections.name, "综合科")));
      expect(rows.length).toBe(1);
    },
  },
  {
    name: "a new person",
    verb: addPerson,
    eventType: "person.added",
    hasMark: false,
    good: () => ({ unit: "U0", why, name: "王敏", jobTitle: "科员", section: "S1", phone: "13800000000" }),
    bad: [
      [{ name: "人 0" }, "name", "exists"],
      [{ section: "S9" }, "section", "not_found"],
      [{ phone: "x" }, "phone", "bad_format"],
    ],
  },
  {
    name: "a person",
    verb: changePerson,
    eventType: "person.changed",
    good: async (db) => {
      const { id, seen } = await person(db);
      return { personId: id, seen, why, name: "王敏", jobTitle: "科长", section: "", phone: "13800000000" };
    },
    bad: [[{ jobTitle: "" }, "jobTitle", "required"]],
    after: async (db) => {
      const { history } = await unit(db);
      expect(history[0]).toMatchObject({
        before: { jobTitle: "处置", section: "S1" },
        after: { jobTitle: "科长", section: null },
        facts: { personal: ["name", "phone"] },
      });
    },
  },
  {
    name: "a person's leaving",
    verb: endPerson,
    eventType: "person.ended",
    good: async (db) => {
      const { id, seen } = await person(db);
      return { personId: id, seen, why, validTo: "2026-03-02" };
    },
    bad: [[{ validTo: "2019-01-01" }, "validTo", "not_after"]],
    after: async (db) => {
      expect((await unit(db)).persons).toEqual([]);
      expect((await db.select().from(persons)).length).toBe(3);
    },
  },
];
describe.each(cases)("$name", (one) => testVerb(one, scene));

test("an area in which something still lies does not end, nor does a unit that works for a desk", async () => {
  const input = { code: community, seen: (await area(own.db)).seen, why, validTo: "2026-03-02" };
  await expect(endArea(system, input)).rejects.toMatchObject({ fields: { validTo: "in_use" } });
  await own.db.transaction(async (tx) => {
    await tx.update(desks).set({ unitId: city.units[2]?.id ?? "" });
    const { seen } = await unit(tx, "U2");
    await expect(
      endUnit({ ...system, db: tx }, { code: "U2", seen, why, validTo: "2026-04-01" }),
    ).rejects.toMatchObject({ fields: { validTo: "serves_desk" } });
    await tx.update(desks).set({ unitId: null });
  });
  expect(await own.db.select().from(assignments)).toEqual([]);
  expect((await own.db.select().from(units)).every(({ validTo }) => validTo === null)).toBe(true);
});

test("nothing changed is refused, and leaves no event", async () => {
  const { seen, name, nameEn } = await area(own.db);
  await expect(
    changeArea(system, { code: community, seen, why, name, nameEn, newCode: community }),
  ).rejects.toMatchObject({ fields: { why: "unchanged" } });
  expect((await area(own.db)).history).toEqual([]);
});
