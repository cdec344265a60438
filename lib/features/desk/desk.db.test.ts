import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { UserActor } from "@/lib/domain/actor";
import { contextOf, makeSmallCity, type SmallCity } from "@/tests/support/small-city";
import { reportTicket } from "../tickets/report-ticket";
import { findDuplicates } from "./find-duplicates";
import { listClassChoices } from "./list-class-choices";
import { loadDeskFilters } from "./load-desk-filters";

let own: TestDatabase;
let city: SmallCity;
let acceptor: UserActor;
let now = new Date("2026-03-02T02:00:00Z");
const as = (actor: UserActor) => contextOf(own.db, actor, () => now);

beforeAll(async () => {
  own = await createTestDatabase();
  city = await makeSmallCity(own.db);
  acceptor = await city.makeActor("acceptor");
});
afterAll(() => own.drop());

test("a desk narrows its list by the areas under its own, by units and by major classes", async () => {
  const whole = await loadDeskFilters(as(acceptor), {});
  expect(whole.areas.map(({ code }) => code)).toHaveLength(15);
  expect(whole.areas[0]).toMatchObject({ code: "990000", level: "city" });
  expect(whole.units.map(({ code }) => code)).toEqual(["U0", "U1", "U2"]);
  expect(whole.majors).toEqual([{ code: "06", name: "测试", nameEn: "test" }]);
  const street = await city.makeActor("street_desk", city.areaOf("990102002"));
  const own = await loadDeskFilters(as(street), { cell: "990102002001W02" });
  expect(own.areas.map(({ code }) => code)).toEqual(["990102002", "990102002001", "990102002002"]);
  expect(own.box?.south).toBeCloseTo(30.03);
  expect(own.box?.north).toBeCloseTo(30.04);
  expect(own.cell).toMatchObject({ code: "990102002001W02" });
  expect((await loadDeskFilters(as(street), { cell: "nobody's" })).cell).toBeNull();
});

test("a desk chooses among all classes, each with its pinyin and initials", async () => {
  const choices = await listClassChoices(as(acceptor), {});
  expect(choices).toHaveLength(3);
  expect(choices[0]).toMatchObject({ code: "06000", pinyin: "ceshi0", initials: "c0", majorName: "测试" });
  const leader = await city.makeActor("leader");
  await expect(listClassChoices(as(leader), {})).rejects.toMatchObject({ code: "forbidden" });
});

test("the same class near in place and time is told, nearest first; far, old, other or unseen ones are not", async () => {
  const [classId, otherClass] = city.classes.map(({ id }) => id);
  const [lng, lat] = city.cells[0]?.point ?? [0, 0];
  const report = async (metresEast: number, id = classId) => {
    const { number } = await reportTicket(as(acceptor), {
      classId: id,
      lng: lng + metresEast / (111_320 * Math.cos((lat * Math.PI) / 180)),
      lat,
      placeWords: "人民路",
      description: "说明",
    });
    return number;
  };
  const old = await report(1);
  now = new Date(now.getTime() + 25 * 3_600_000);
  const [near, nearest] = [await report(48), await report(20)];
  await report(60);
  await report(2, otherClass);
  const found = await findDuplicates(as(acceptor), { classId, lng, lat });
  expect(found.map(({ number, metres }) => [number, metres])).toEqual([
    [nearest, 20],
    [near, 48],
  ]);
  expect(found.map(({ number }) => number)).not.toContain(old);
  const elsewhere = await city.makeActor("street_desk", city.areaOf("990102001"));
  expect(await findDuplicates(as(elsewhere), { classId, lng, lat })).toEqual([]);
  const handler = await city.makeActor("handler", city.city, { unit: 0 });
  await expect(findDuplicates(as(handler), { classId, lng, lat })).rejects.toMatchObject({
    code: "forbidden",
  });
});
